using Samstyring.Notifications.V1;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Notifications.Tests.Coordination;

/// <summary>What owners do with cases, in the words of the tests.</summary>
internal static class CaseWorld
{
    private static int requests;

    extension(World world)
    {
        public async Task<IReadOnlyList<Case>> OpenCases(string office = "") =>
            [.. (await world.As("auditor").ListCasesAsync(new() { Filter = new() { OfficeNumber = office } })).Cases];

        /// <summary>The one open case that is more than a warning, with everything.</summary>
        public async Task<Case> OnlyCase() =>
            await world.Case(Assert.Single(await world.OpenCases(), c => c.Severity is Severity.Blocking or Severity.NeedsClarification).CaseId);

        public async Task<Case> Case(string id) => (await world.As("auditor").GetCaseAsync(new() { CaseId = id })).Case;

        public async Task<Case> Propose(string id, Resolution resolution, string role = "county", string unit = "5700") =>
            (await world.As(role, unit).ProposeResolutionAsync(new() { RequestId = Id(), CaseId = id, Resolution = resolution, Mandate = "Fullmakt 1" })).Case;

        public Task<Case> ProposeAcceptance(string id) =>
            world.Propose(id, new() { WayOut = WayOut.AcceptBoth, Reason = "Begge kan gjennomføres hver for seg" });

        public async Task<Case> Sign(string id, string municipality = "5035", int proposal = 1, string role = "municipal-director", string? unit = null, string person = "") =>
            (await world.As(role, unit ?? municipality, person).AnswerResolutionAsync(new()
            {
                RequestId = Id(),
                CaseId = id,
                ProposalNumber = proposal,
                Answer = ResolutionAnswer.Sign,
                Mandate = "Delegasjonsvedtak 12/26",
            })).Case;

        public async Task<Case> Escalate(string id, ResolverClass to, string role = "county", string unit = "5700") =>
            (await world.As(role, unit).EscalateCaseAsync(new() { RequestId = Id(), CaseId = id, To = to, Reason = "Vi kommer ikke videre" })).Case;
    }

    public static string Id() => $"r{Interlocked.Increment(ref requests)}";

    public static string Written(OrgRef org) => $"{org.Kind.ToString().ToUpperInvariant()}:{org.Number}";
}
