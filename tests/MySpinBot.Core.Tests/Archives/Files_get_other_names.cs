using System.Text;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Archives;

public sealed class Files_get_other_names
{
    private static readonly Catalog Catalog = new([
        new CatalogEntry(new NodeDescriptor { ClassType = "Load", Title = "Load", Inputs = [new InputDescriptor { Name = "file", Type = SocketTypes.File }, new InputDescriptor { Name = "label", Type = SocketTypes.Text }] }, "toys", default),
    ]);

    private static readonly Dictionary<string, string> Renamed = new() { ["a.png"] = "a (1).png", ["lost.png"] = "lost (1).png" };

    [Fact]
    public void Where_an_input_takes_a_file_and_nowhere_else()
        => Rename("""{"nodes": {"x": {"class_type": "Load", "inputs": {"file": "a.png", "label": "a.png"}}, "y": {"class_type": "Load", "inputs": {"file": "b.png"}}}}""")
            .ShouldBe(("""x.file=a (1).png x.label=a.png y.file=b.png""", "a.png", ""));

    [Fact]
    public void Through_the_graph_s_named_inputs()
        => Rename("""{"nodes": {"x": {"class_type": "Load", "inputs": {"file": {"input": "photo"}, "label": {"input": "words"}}}}, "inputs": {"photo": {"default": "a.png"}, "words": {"default": "a.png"}}}""")
            .ShouldBe(("""photo=a (1).png words=a.png""", "a.png", "photo"));

    [Fact]
    public void Through_subgraphs_that_use_each_other()
        => Rename("""
            {"nodes": {"s": {"class_type": "subgraph:outer", "inputs": {"photo": "a.png", "text": "a.png"}}},
             "subgraphs": {
               "outer": {"nodes": {"i": {"class_type": "subgraph:inner", "inputs": {"which": {"input": "photo"}}}, "t": {"class_type": "Load", "inputs": {"label": {"input": "text"}}}}, "inputs": {"photo": {}, "text": {}}},
               "inner": {"nodes": {"l": {"class_type": "Load", "inputs": {"file": {"input": "which"}}}}, "inputs": {"which": {}}}}}
            """).ShouldBe(("""s.photo=a (1).png s.text=a.png""", "a.png", ""));

    [Fact]
    public void A_name_that_comes_over_a_link_is_not_found()
        => Rename("""{"nodes": {"t": {"class_type": "Text", "inputs": {"value": "a.png"}}, "x": {"class_type": "Load", "inputs": {"file": ["t", 0]}}}}""")
            .ShouldBe(("""t.value=a.png""", "", ""));

    [Fact]
    public void Models_by_their_kind()
    {
        var document = GraphReader.Read("""
            {"nodes": {"u": {"class_type": "Models", "inputs": {"unet": "model.safetensors", "vae": "model.safetensors", "file": "model.safetensors"}}, "v": {"class_type": "Models", "inputs": {"vae": {"input": "which"}}}},
             "inputs": {"which": {"default": "model.safetensors"}}}
            """u8.ToArray(), ReadLimits.Default).Document!;
        var catalog = new Catalog([new CatalogEntry(
            new NodeDescriptor
            {
                ClassType = "Models",
                Title = "Models",
                Inputs =
                [
                    new InputDescriptor { Name = "unet", Type = SocketTypes.File, FileFolder = "diffusion_models" },
                    new InputDescriptor { Name = "vae", Type = SocketTypes.File, FileFolder = "vae" },
                    new InputDescriptor { Name = "file", Type = SocketTypes.File, FileFolder = "input" },
                ],
            },
            "toys",
            default)]);
        var renaming = FileReferences.Rename(document, catalog, new Dictionary<string, string>(), new Dictionary<(string, string), string> { [("vae", "model.safetensors")] = "sub/ours.safetensors" });
        renaming.Document.Nodes[0].Inputs.Select(input => ((ConstantValue)input.Value).Json.GetString()).ShouldBe(["model.safetensors", "sub/ours.safetensors", "model.safetensors"]);
        renaming.Document.Inputs[0].Default!.Value.GetString().ShouldBe("sub/ours.safetensors");
        renaming.NamedInputs.ShouldBe(new Dictionary<string, string> { ["which"] = "vae" });
    }

    private static (string Constants, string Found, string Named) Rename(string json)
    {
        var renaming = FileReferences.Rename(GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default).Document!, Catalog, Renamed);
        var constants = renaming.Document.Nodes.SelectMany(node => node.Inputs.Where(input => input.Value is ConstantValue).Select(input => $"{node.Id}.{input.Name}={((ConstantValue)input.Value).Json}"))
            .Concat(renaming.Document.Inputs.Where(input => input.Default is not null).Select(input => $"{input.Name}={input.Default}"));
        return (string.Join(' ', constants), string.Join(' ', renaming.Found), string.Join(' ', renaming.NamedInputs.Keys));
    }
}
