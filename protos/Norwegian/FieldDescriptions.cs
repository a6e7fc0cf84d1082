namespace Samstyring.Errors.V1;

public sealed partial class FieldDescriptions
{
    /// <summary>What is wrong with the field at an index of BadRequest; as it says itself where nothing is said here.</summary>
    public string At(int index, string otherwise) => index < Descriptions.Count ? Descriptions[index] : otherwise;
}
