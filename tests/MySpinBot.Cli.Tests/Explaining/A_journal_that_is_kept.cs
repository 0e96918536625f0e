using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Explaining;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Tests.Explaining;

public sealed class A_journal_that_is_kept : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-journal").FullName;

    [Fact]
    public void Is_read_as_it_was_written()
    {
        var run = Run("graph.json");
        new JournalFile(_folder).Write(run);

        var read = new JournalFile(_folder).Read("graph.json").ShouldNotBeNull();

        read.At.ShouldBe(run.At);
        var step = read.Steps.ShouldHaveSingleItem();
        step.Why.ShouldBe(["Ran, because no earlier run of it is on record."]);
        step.RanBecause.ShouldBe(RunReason.NotKnown);
        step.Given.Settings.ShouldBe(run.Steps[0].Given.Settings);
        step.Given.Links.ShouldBe(run.Steps[0].Given.Links);
    }

    [Fact]
    public void Is_kept_for_each_graph_and_the_latest_is_found()
    {
        var journals = new JournalFile(_folder);
        journals.Write(Run("one.json"));
        File.SetLastWriteTimeUtc(Directory.GetFiles(Path.Combine(_folder, "journals")).Single(), DateTime.UnixEpoch);
        journals.Write(Run("two.json"));

        journals.Read("one.json")!.Graph.ShouldBe("one.json");
        journals.ReadLatest()!.Graph.ShouldBe("two.json");
    }

    [Fact]
    public void Counts_as_none_when_it_is_damaged()
    {
        var journals = new JournalFile(_folder);
        journals.Write(Run("one.json"));
        File.WriteAllText(Directory.GetFiles(Path.Combine(_folder, "journals")).Single(), """{"graph":"one.json","steps":[{""");

        journals.Read("one.json").ShouldBeNull();
        journals.ReadLatest().ShouldBeNull();
        new JournalFile(Path.Combine(_folder, "nothing")).ReadLatest().ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RunRecord Run(string name)
    {
        var given = new StepInputs(
            ImmutableSortedDictionary<string, string>.Empty.Add("text", "\"a\""),
            ImmutableSortedDictionary<string, InputOrigin>.Empty.Add("image", new InputOrigin("load", 1, Id: ContentId.Of([1]))));
        return new RunRecord(name, DateTimeOffset.UnixEpoch, [new StepRecord("speak", "Speak", StepFate.Ran, given) { RanBecause = RunReason.NotKnown, Why = ["Ran, because no earlier run of it is on record."] }]);
    }
}
