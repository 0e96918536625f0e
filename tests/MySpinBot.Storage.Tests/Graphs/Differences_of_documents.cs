using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Storage.Graphs.Deltas;

namespace MySpinBot.Storage.Tests.Graphs;

public sealed class Differences_of_documents
{
    [Fact]
    public void Make_the_later_text_of_the_earlier_whatever_both_are()
    {
        var seed = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var before = Text(seed, seed.Next(400));
            var after = seed.Next(4) == 0 ? Text(seed, seed.Next(400)) : Edited(seed, before);

            DocumentDelta.Apply(before, DocumentDelta.Between(before, after), after.Length).ShouldBe(after);
        }
    }

    [Fact]
    public void Are_small_where_little_changed()
    {
        var nodes = Drawn.Nodes(2000);
        var before = Encoding.UTF8.GetBytes(Drawn.Document(nodes));
        before.Length.ShouldBeGreaterThan(300_000);

        Length(before, nodes, n => n[1000] = n[1000].Replace("\"steps\":20", "\"steps\":25")).ShouldBeLessThan(20);
        Length(before, nodes, n =>
        {
            for (var i = 0; i < 2000; i += 200)
            {
                n[i] = n[i].Replace("\"cfg\":7.5", $"\"cfg\":{i}.25");
            }
        }).ShouldBeLessThan(10 * 30);
        Length(before, nodes, n => (n[3], n[1700]) = (n[1700], n[3])).ShouldBeLessThan(600);
        Length(before, nodes, n => Array.Reverse(n)).ShouldBeLessThan(2000 * 40);
    }

    [Fact]
    public void Are_refused_where_they_are_damaged_and_never_worse()
    {
        var seed = new Random(6);
        for (var round = 0; round < 5000; round++)
        {
            var before = Text(seed, 200);
            var after = Edited(seed, before);
            var delta = DocumentDelta.Between(before, after);
            for (var i = seed.Next(1, 4); i > 0 && delta.Length > 0; i--)
            {
                delta[seed.Next(delta.Length)] = (byte)seed.Next(256);
            }

            try
            {
                DocumentDelta.Apply(before, delta.AsSpan(0, seed.Next(delta.Length + 1)), after.Length).Length.ShouldBe(after.Length);
            }
            catch (InvalidDataException)
            {
                // That is what is to be said.
            }
        }
    }

    [Fact]
    public void Lead_from_the_first_revision_to_any_other_in_a_few_steps()
        => Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), number =>
        {
            var steps = 0;
            for (long? at = number; at is { } here; at = PackedDocument.BaseOf(here))
            {
                (PackedDocument.BaseOf(here) is null or > 0).ShouldBeTrue();
                steps++;
            }

            return steps <= 21;
        }).QuickCheckThrowOnFailure();

    private static int Length(byte[] before, string[] nodes, Action<string[]> edit)
    {
        var edited = nodes.ToArray();
        edit(edited);
        var after = Encoding.UTF8.GetBytes(Drawn.Document(edited));
        var delta = DocumentDelta.Between(before, after);
        DocumentDelta.Apply(before, delta, after.Length).ShouldBe(after);
        return delta.Length;
    }

    // Few letters, so that pieces are alike in many places.
    private static byte[] Text(Random seed, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + seed.Next(seed.Next(2) == 0 ? 2 : 20)))];

    private static byte[] Edited(Random seed, byte[] text)
    {
        var edited = text.ToList();
        for (var edits = seed.Next(4); edits > 0; edits--)
        {
            var at = seed.Next(edited.Count + 1);
            if (seed.Next(2) == 0)
            {
                edited.InsertRange(at, Text(seed, seed.Next(30)));
            }
            else
            {
                edited.RemoveRange(at, Math.Min(seed.Next(60), edited.Count - at));
            }
        }

        return [.. edited];
    }
}
