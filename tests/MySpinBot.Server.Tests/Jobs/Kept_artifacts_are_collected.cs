using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Jobs;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class Kept_artifacts_are_collected
{
    [Fact]
    public async Task Those_that_only_forgotten_jobs_name_go_and_all_others_stay()
    {
        await using var office = new Office();
        var (kept, both, gone) = (Artifact(office, "kept"), Artifact(office, "both"), Artifact(office, "gone"));
        var (first, second) = (await office.SubmitAsync(), await office.SubmitAsync());
        office.Worker.End(first, events: [Saved(gone), Saved(both)]);
        office.Worker.End(second, events: [Saved(both), Saved(kept)]);
        await office.WhenAsync(first, JobState.Succeeded);
        await office.WhenAsync(second, JobState.Succeeded);
        await Office.UntilAsync(() => office.Desk.Unfinished == 0);
        await office.Desk.ForgetAsync(first);
        await office.RestartAsync();

        await Office.UntilAsync(() => office.Desk.SweepAsync().Result);

        Lies(office, gone).ShouldBeFalse();
        Lies(office, both).ShouldBeTrue();
        Lies(office, kept).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_goes_while_a_job_runs_that_may_be_about_to_name_it()
    {
        await using var office = new Office();
        var artifact = Artifact(office, "soon");
        var id = await office.SubmitAsync();
        (await office.Desk.SweepAsync()).ShouldBeFalse();
        Lies(office, artifact).ShouldBeTrue();
        office.Worker.End(id, events: Saved(artifact));
        await office.WhenAsync(id, JobState.Succeeded);
        await Office.UntilAsync(() => office.Desk.SweepAsync().Result);
        Lies(office, artifact).ShouldBeTrue();
        await office.SubmitAsync();
        office.Worker.Started.Count().ShouldBe(2, "Turns are given again.");
    }

    private static ContentId Artifact(Office office, string text)
    {
        var id = ContentId.Of(System.Text.Encoding.UTF8.GetBytes(text));
        var path = PathOf(office, id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return id;
    }

    private static bool Lies(Office office, ContentId id) => File.Exists(PathOf(office, id));

    private static string PathOf(Office office, ContentId id) => Path.Join(office.Options.DataFolder, "artifacts", ArtifactPlace.Of(id));

    private static FileSaved Saved(ContentId id) => new("1", new SavedFile("a.png", "", new ArtifactReference(id, 1, "image/png")), PutBack: false);
}
