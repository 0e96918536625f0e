using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

public sealed class NothingThrows
{
    private static readonly string[] Seeds =
    [
        """{"nodes":{"load":{"class_type":"Load","inputs":{"path":"a.png"}},"blur":{"class_type":"Blur","mode":"bypassed","inputs":{"image":["load",0],"radius":8}},"save":{"class_type":"Save","inputs":{"image":{"from":"blur","output":"image"}}}},"targets":["save"]}""",
        """{"a":{"class_type":"Add","inputs":{"a":["b",0],"b":1e5}},"b":{"class_type":"Add","_meta":{"title":"x"},"inputs":{"a":["a",0],"b":{"__value__":[1]}}},"show":{"class_type":"Show","inputs":{"value":["a",0]}}}""",
        """{"version":1,"nodes":{"n":{"class_type":"subgraph:s","inputs":{"p":{"input":"q"}}},"r":{"class_type":"Reroute","inputs":{"":["n",0]}},"g":{"class_type":"Gather","inputs":{"x":["r",0]}},"show":{"class_type":"Show","inputs":{"value":["g",0]}}},"inputs":{"q":{"type":"INT","default":3}},"subgraphs":{"s":{"inputs":{"p":{}},"nodes":{"m":{"class_type":"Loop","mode":"normal","inputs":{"flow":{"input":"p"},"count":2}}},"outputs":{"o":["m",0]}}}}""",
    ];

    private static readonly string[] Pieces = ["\"", "{", "}", "[", "]", ",", ":", "\\ud800", "null", "-1", "1e999", "\"from\"", "\"input\"", "\"nodes\"", "\"class_type\"", "subgraph:s", "\"a\"", "muted", "0.5", "é", "\u0001"];

    // A mutation: where (in thousandths), what, how many letters it replaces.
    private static Gen<string> MutatedJson =>
        from seed in Gen.Elements(Seeds)
        from mutations in Gen.ListOf(from at in Gen.Choose(0, 999) from piece in Gen.Elements(Pieces) from cut in Gen.Choose(0, 6) select (at, piece, cut))
        select mutations.Take(4).Aggregate(seed, (json, mutation) =>
        {
            var at = json.Length * mutation.at / 1000;
            return json[..at] + mutation.piece + json[Math.Min(json.Length, at + mutation.cut)..];
        });

    [Fact]
    public void Mutated_json_gives_problems_or_a_graph_but_never_an_exception()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(MutatedJson.ToArbitrary(), json =>
        {
            var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);
            if (read.Document is null)
            {
                return !read.Problems.IsEmpty;
            }

            var result = GraphValidator.Validate(read.Document, Toys.Catalog, ValidationOptions.Default);
            return (result.Graph is null) != result.Problems.IsEmpty && result.Problems.All(problem => !problem.Sentence.Any(char.IsControl));
        }));

    [Fact]
    public void Whatever_is_read_is_written_and_read_again_as_the_same_bytes()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(MutatedJson.ToArbitrary(), json => IsStable(GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default).Document)));

    [Fact]
    public void Random_documents_are_written_and_read_again_as_the_same_bytes()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(RandomDocuments.Any.ToArbitrary(), document => IsStable(document)));

    [Fact]
    public void Random_documents_are_validated_and_every_link_of_a_valid_graph_leads_back()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(RandomDocuments.Any.ToArbitrary(), document =>
        {
            var graph = GraphValidator.Validate(document, Toys.Catalog, ValidationOptions.Default).Graph;
            return graph is null || graph.Nodes.Select((node, i) => node.Inputs.Where(input => input.Kind == BindingKind.Link).All(input => input.Source < i)).All(holds => holds);
        }));

    private static bool IsStable(GraphDocument? document)
    {
        if (document is null)
        {
            return true;
        }

        var bytes = GraphWriter.Write(document);
        var again = GraphReader.Read(bytes, ReadLimits.Default);
        return again.Problems.IsEmpty && again.Document!.Nodes.Length == document.Nodes.Length && GraphWriter.Write(again.Document).AsSpan().SequenceEqual(bytes);
    }
}
