using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Differences;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Core.Tests.Documents.Comfy;

namespace MySpinBot.Core.Tests.Documents.Embedded;

/// <summary>What ComfyUI wrote into files, put into files of every kind again.</summary>
public sealed class Real_pairs_in_files
{
    public static IEnumerable<TheoryDataRow<string>> Names => Pairs.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_come_out_of_every_kind_of_file_and_are_read(string name)
    {
        var pairs = Pairs.Read();
        var (workflow, prompt) = (pairs[name].Workflow, pairs[name].Expected);
        foreach (var (kind, file) in SomeMedia.With(Encoding.UTF8.GetString(workflow), Encoding.UTF8.GetString(prompt)))
        {
            var found = EmbeddedGraph.Read(new MemoryStream(file), EmbeddedLimits.Default, TestContext.Current.CancellationToken)!;

            found.Damages.ShouldBeEmpty(kind);
            var drawn = found.Choose(EmbeddedChoice.AsItWasDrawn)!.Value;
            var ran = found.Choose(EmbeddedChoice.AsItRan)!.Value;
            (drawn.Name, ran.Name).ShouldBe(("workflow", "prompt"), kind);
            if (kind is "png" or "matroska" or "wav")
            {
                GraphDiff.Between(Read(pairs, drawn.Utf8), Read(pairs, workflow)).Changes.ShouldBeEmpty(kind);
                GraphDiff.Between(Read(pairs, ran.Utf8), Read(pairs, prompt)).Changes.ShouldBeEmpty(kind);
            }
            else
            {
                Trimmed(drawn.Utf8).ShouldBe(Trimmed(workflow), kind);
                Trimmed(ran.Utf8).ShouldBe(Trimmed(prompt), kind);
            }
        }
    }

    private static string Trimmed(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span).Trim();

    private static GraphDocument Read(Pairs pairs, ReadOnlyMemory<byte> json) => pairs.Convert(json).Document!;
}
