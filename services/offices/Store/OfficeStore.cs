namespace Samstyring.Offices.Store;

/// <summary>
/// Reads the register as of a day, or over a period, and keeps the directives that are mapped to it. Every method takes the open connection, with its
/// transaction when there is one.
/// </summary>
public sealed partial class OfficeStore(AgreementStore agreements, ProfileStore profiles);
