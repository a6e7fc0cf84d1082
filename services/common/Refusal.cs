using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>One field of a request that is at fault.</summary>
/// <param name="Field">Path in the request, snake_case with dots: <c>content.target.lo</c>.</param>
/// <param name="Reason">Why, as a code for programs.</param>
/// <param name="Value">The value as it was given; empty when it is missing.</param>
/// <param name="Details">What helps to mend it, such as <c>successors</c>.</param>
public sealed record FieldFault(string Field, ErrorReason Reason, string Value = "", IReadOnlyDictionary<string, string>? Details = null);

/// <summary>An expected no. It is a value: rules return it, and only <see cref="RpcErrors"/> turns it into a status.</summary>
/// <param name="Reason">Why the whole call is refused.</param>
/// <param name="Metadata">What a program needs to act on it.</param>
/// <param name="Faults">All fields at fault; empty when no field is.</param>
public sealed record Refusal(ErrorReason Reason, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<FieldFault> Faults)
{
    /// <summary>A refusal for a reason that is not about a field.</summary>
    public static Refusal Of(ErrorReason reason, params (string Key, string Value)[] metadata) =>
        new(reason, metadata.ToDictionary(m => m.Key, m => m.Value), []);

    /// <summary>A refusal of one or more fields, all at once.</summary>
    public static Refusal Fields(IReadOnlyList<FieldFault> faults) =>
        new(ErrorReason.InvalidFields, new Dictionary<string, string>(), faults);
}

/// <summary>What a decision gives: a value, or the refusal that stands in its place.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly record struct Outcome<T>
{
    private readonly T? value;
    private readonly Refusal? refusal;

    private Outcome(T? value, Refusal? refusal) => (this.value, this.refusal) = (value, refusal);

    /// <summary>Whether this is a refusal.</summary>
    public bool IsRefused => refusal is not null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">This is a refusal.</exception>
    public T Value => refusal is null ? value! : throw new InvalidOperationException($"Refused: {refusal.Reason}");

    /// <summary>The refusal.</summary>
    /// <exception cref="InvalidOperationException">This is a value.</exception>
    public Refusal Refusal => refusal ?? throw new InvalidOperationException("Not refused");

    /// <summary>A value is an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>Goes on with the value; a refusal passes through.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => refusal is null ? next(value!) : refusal;
}
