using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Web.Tests;

/// <summary>Nav Værnes with something of everything: law, orders that collide, targets, advice, long and hostile texts, a question with its answer. All of it constructed.</summary>
public sealed class ExampleFeed
{
    public const string Office = "1783";
    public const string Leader = "office:1783";

    /// <summary>A title as somebody would write it who wants to break the page.</summary>
    public const string Hostile = "<script>alert('x')</script> & \"sitat\" <b>fet</b>";

    /// <summary>The title of the mission that is flagged and asked about.</summary>
    public const string Flagged = "Ingen fysiske brukermøter under ombygging";

    private ExampleFeed(IReadOnlyList<Mission> missions) => Missions = missions;

    public IReadOnlyList<Mission> Missions { get; }

    public string KeyOf(string title) => Missions.First(m => m.Title.Nb == title).MissionKey;

    public static async Task<ExampleFeed> Write(WebPlatform platform)
    {
        var municipality = platform.Issuer("municipal-director:5035");
        var county = platform.Issuer("county:5700");
        var directorate = platform.Issuer("directorate");
        Directive last;

        last = await municipality.Publish(Situations.FromTheMunicipality("5035", Flagged).Ordering(Modality.MustNot, "USER_MEETING.PHYSICAL"));
        await platform.Judged(last.DirectiveId, 1);
        var order = await directorate.Publish(Situations.FromTheDirectorate("ALL", "Fysisk førstesamtale for alle under 30").Ordering(Modality.Must, "USER_MEETING.PHYSICAL"));
        await county.Relay(order.DirectiveId);
        var youth = await directorate.Publish(Changed(Situations.FromTheDirectorate("ALL", "Ungdomsgaranti: tett oppfølging av unge"), content =>
        {
            content.Title.Nn = "Ungdomsgaranti: tett oppfølging av unge";
            content.Text = new LocalizedText
            {
                Nb = "Alle under 30 år med behov for innsats skal ha en fast kontaktperson og få tilbud om samtale hver fjortende dag. Konstruert for test.",
                Nn = "Alle under 30 år med behov for innsats skal ha ein fast kontaktperson og få tilbod om samtale kvar fjortande dag. Konstruert for test.",
            };
            content.TargetGroup = new TargetGroup { Groups = { "JOB_SEEKERS" }, Age = new IntInterval { Lo = 16, Hi = 29 } };
            content.Deadline = Day(40);
        }));
        await county.Relay(youth.DirectiveId);
        last = await municipality.Publish(Changed(Situations.FromTheMunicipality("5035", "Flere deltakere i kvalifiseringsprogrammet"), content =>
        {
            content.Theme = "FOLLOW_UP.QUALIFICATION_PROGRAMME";
            content.IndicatorId = "IND-KVP";
            content.Target = new Target { Lo = "12", Unit = "PERSON" };
            content.PriorityRank = 1;
        }));
        last = await municipality.Publish(Changed(Situations.FromTheMunicipality("5035", "Barnefamilier med vedvarende lav inntekt prioriteres"), content =>
        {
            content.Text.Nb = string.Join("\n\n", Enumerable.Repeat("Familier som har mottatt økonomisk sosialhjelp i mer enn seks måneder, skal ha en samtale om arbeid, økonomi og barnas fritid. Konstruert for test.", 4));
            content.Deadline = Day(12);
        }));
        await municipality.Publish(Changed(Situations.FromTheMunicipality("5035", Hostile), content => content.Text.Nb = new string('ø', 300) + " <img src=x onerror=alert(1)>"));
        foreach (var title in (string[])["Veileder om brukermedvirkning", "Nytt kurs i veiledningsmetodikk"])
        {
            last = await municipality.Publish(Changed(Situations.FromTheMunicipality("5035", title), content =>
            {
                content.Bindingness = Bindingness.Advice;
                content.Modality = Modality.May;
                content.Theme = "PARTNERSHIP.COMPETENCE";
            }));
        }

        await platform.Judged(last.DirectiveId, 1);
        var leader = platform.Reader(Leader);
        var missions = await Eventually.Is(
            async () => (await leader.ListMissionsAsync(new ListMissionsRequest { OfficeNumber = Office, PageSize = 200 }, deadline: Situations.Soon())).Missions,
            list => list.Count >= 7);
        var flagged = missions.First(m => m.Title.Nb == Flagged);
        var asked = await leader.AskForClarificationAsync(
            new() { RequestId = Situations.Id(), OfficeNumber = Office, MissionKey = flagged.MissionKey, Text = "Gjelder det også samtaler utenfor kontoret?" }, deadline: Situations.Soon());
        await platform.Reader("municipal-director:5035").AnswerQuestionAsync(
            new() { RequestId = Situations.Id(), QuestionId = asked.Mission.Questions.Single().QuestionId, Answer = "Nei, bare i kontorets egne lokaler." }, deadline: Situations.Soon());
        return new ExampleFeed([.. missions]);
    }

    private static string Day(int ahead) => Situations.Iso(Situations.Day(TimeProvider.System).AddDays(ahead));

    private static DirectiveContent Changed(DirectiveContent content, Action<DirectiveContent> write)
    {
        write(content);
        return content;
    }
}
