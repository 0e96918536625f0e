using System.Diagnostics;
using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Hostile_workflows
{
    private const string Small = """
        {"last_node_id": 9, "nodes": [
            {"id": 1, "type": "Model", "widgets_values": ["a.safetensors"], "outputs": [{"name": "MODEL", "type": "MODEL"}]},
            {"id": 2, "type": "s-1", "inputs": [{"name": "model", "type": "MODEL", "link": 1}], "widgets_values": [1, "fixed", 2], "properties": {"proxyWidgets": [["-1", "seed"], ["7", "steps"]]}},
            {"id": 3, "type": "workflow>Two", "mode": 4, "inputs": [{"name": "model", "type": "MODEL", "link": 2}], "outputs": [{"name": "LATENT", "type": "LATENT"}], "widgets_values": [1, "fixed", 2]},
            {"id": 4, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 3}], "outputs": [{"name": "", "type": "*"}]},
            {"id": 5, "type": "PrimitiveNode", "outputs": [{"name": "INT", "type": "INT", "widget": {"name": "steps"}}], "widgets_values": [4, "randomize"]},
            {"id": 6, "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 4}, {"name": "steps", "type": "INT", "link": 5, "widget": {"name": "steps"}}], "widgets_values": [1, "fixed", 2, "euler", 1]},
            {"id": 7, "type": "Save", "inputs": [{"name": "images", "type": "IMAGE", "link": 6}], "widgets_values": ["%Sampler.seed%"]},
            {"id": 8, "type": "Resize", "widgets_values": ["size", 1, 2, "area"]}, {"id": 9, "type": "Note", "widgets_values": ["{a|b}"], "pos": [1, 2]}],
         "links": [[1, 1, 0, 2, 0, "MODEL"], [2, 1, 0, 3, 0, "MODEL"], [3, 3, 0, 4, 0, "LATENT"], {"id": 4, "origin_id": 4, "origin_slot": 0, "target_id": 6, "target_slot": 0, "type": "*"}, [5, 5, 0, 6, 1, "INT"], [6, 2, 0, 7, 0, "LATENT"]],
         "groups": [{"title": "g", "bounding": [1, 2, 3, 4]}],
         "definitions": {"subgraphs": [{"id": "s-1", "name": "S", "inputs": [{"name": "model", "type": "MODEL", "linkIds": [1]}, {"name": "seed", "type": "INT", "linkIds": [2]}], "outputs": [{"name": "L", "type": "LATENT", "linkIds": [3]}],
            "nodes": [{"id": 7, "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 1}, {"name": "seed", "type": "INT", "link": 2, "widget": {"name": "seed"}}], "widgets_values": [1, "fixed", 2]}, {"id": 8, "type": "s-1", "mode": 2}],
            "links": [[1, -10, 0, 7, 0, "MODEL"], [2, -10, 1, 7, 1, "INT"], [3, 7, 0, -20, 0, "LATENT"]]}]},
         "extra": {"groupNodes": {"Two": {"nodes": [{"type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": null}], "outputs": [{"name": "LATENT", "type": "LATENT"}], "widgets_values": [1, "fixed", 2]}, {"type": "workflow>Two"}, {"type": "PrimitiveNode", "widgets_values": [3]}],
            "links": [[2, 0, 0, 1, 1, "INT"]], "external": [[0, 0, "LATENT"]], "config": {"0": {"input": {"steps": {"name": "many"}}, "output": {"0": {"visible": true}}}}}}}}
        """;

    [Fact]
    public void Whatever_is_changed_in_a_workflow_it_is_read_or_refused_with_sentences()
    {
        var small = Encoding.UTF8.GetBytes(Small);
        var converted = GraphWriter.Write(Drawn.Document(Small));
        for (var seed = 0; seed < 1000; seed++)
        {
            Survive(new Mutation(seed).Of(small), Drawn.Nodes, seed);
            Survive(new Mutation(seed).OfBytes(small), Drawn.Nodes, seed);
            Survive(new Mutation(seed).Of(converted), Drawn.Nodes, seed);
        }
    }

    [Fact]
    public void Whatever_is_changed_in_a_real_one_too()
    {
        var pairs = Pairs.Read();
        var seed = 0;
        foreach (var workflow in pairs.All.Select(pair => pair.Workflow).Concat(Directory.EnumerateFiles(Path.Combine(pairs.Folder, "ui-only")).Select(File.ReadAllBytes)))
        {
            Survive(new Mutation(seed++).Of(workflow), pairs.Interfaces, seed);
        }
    }

    [Fact]
    public void Whatever_is_changed_in_a_description_of_nodes_it_is_read_or_refused_with_a_sentence()
    {
        var info = """{"A": {"input": {"required": {"x": ["INT", {"control_after_generate": true}], "y": [["a"], {}], "z": ["COMFY_DYNAMICCOMBO_V3", {"options": [{"key": "k", "inputs": {"required": {"w": ["FLOAT"]}}}]}]}, "optional": {"o": ["*"]}}, "input_order": {"required": ["y", "x"]}, "output": ["IMAGE"], "output_name": ["IMAGE"], "output_is_list": [false]}}"""u8.ToArray();
        for (var seed = 0; seed < 1000; seed++)
        {
            try
            {
                NodeInterfaces.OfObjectInfo(new Mutation(seed).Of(info)).Catalog.Entries.ShouldNotBeNull();
            }
            catch (FormatException refused)
            {
                refused.Message.ShouldEndWith(".");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Thirty_times_the_nodes_take_thirty_times_as_long(int kind)
    {
        // Growth tells what a clock cannot on a loaded machine: nine hundred times as long would be quadratic.
        Time(kind, 1000);
        var (few, many) = (Enumerable.Range(0, 5).Min(_ => Time(kind, 1000)), Enumerable.Range(0, 3).Min(_ => Time(kind, 30_000)));

        (many / few).ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData("inputs", 40_000)]
    [InlineData("proxies", 40_000)]
    [InlineData("values", 200_000)]
    [InlineData("reroutes", 40_000)]
    [InlineData("subgraphs", 3_000)]
    [InlineData("titles", 20_000)]
    [InlineData("braces", 200_000)]
    public void What_is_large_in_one_place_ends_in_time(string what, int many)
    {
        var watch = Stopwatch.StartNew();

        Survive(Large(what, many), Drawn.Nodes, 0);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("{{\"nodes\": [{{\"id\": 1, \"type\": \"Strange\", \"properties\": {0}}}], \"links\": []}}")]
    [InlineData("{{\"nodes\": [{{\"id\": 1, \"type\": \"Number\", \"widgets_values\": {0}}}], \"links\": []}}")]
    [InlineData("{{\"nodes\": [{{\"id\": 1, \"type\": \"Note\", \"color\": {0}}}], \"links\": [], \"extra\": {0}}}")]
    [InlineData("{{\"nodes\": [{{\"id\": 1, \"type\": \"PrimitiveNode\", \"color\": {0}, \"widgets_values\": [1]}}, {{\"id\": 2, \"type\": \"Number\", \"inputs\": [{{\"name\": \"value\", \"link\": 1}}]}}], \"links\": [[1, 1, 0, 2, 0, \"INT\"]]}}")]
    public void What_is_taken_though_it_nests_deep_can_be_read_again(string form)
    {
        var taken = 0;
        for (var depth = 230; depth < 260; depth++)
        {
            var deep = string.Concat(Enumerable.Repeat("[{\"a\":", depth / 2)) + "1" + string.Concat(Enumerable.Repeat("}]", depth / 2));
            if (Drawn.Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, deep)).Document is { } document)
            {
                taken++;
                GraphReader.Read(GraphWriter.Write(document), ReadLimits.Default).Problems.ShouldBeEmpty();
            }
        }

        taken.ShouldBeInRange(1, 29);
    }

    private static void Survive(byte[] workflow, NodeInterfaces nodes, int seed)
    {
        var read = GraphReader.Read(workflow, ReadLimits.Default, nodes);
        foreach (var problem in read.Problems)
        {
            problem.Sentence.ShouldEndWith(".", Case.Sensitive, $"seed {seed}");
        }

        if (read.Document is not { } document)
        {
            read.Problems.ShouldNotBeEmpty();
            return;
        }

        var written = GraphWriter.Write(document);
        var again = GraphReader.Read(written, ReadLimits.Default);
        if (read.IsWorkflow)
        {
            again.Problems.Select(problem => problem.Sentence).ShouldBeEmpty($"seed {seed}");
            GraphWriter.Write(again.Document!).ShouldBe(written, $"seed {seed}");
        }

        ComfyApiFormat.Write(document, nodes.Catalog, new ValidationOptions { MaxNodes = 50_000 }).ShouldNotBeEmpty();
        GraphValidator.Validate(document, nodes.Catalog, new ValidationOptions { MaxNodes = 50_000 }).Problems.Length.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static double Time(int kind, int nodes)
    {
        var workflow = Encoding.UTF8.GetBytes(kind == 1 ? Chain(nodes) : Star(nodes));
        var watch = Stopwatch.StartNew();
        GraphReader.Read(workflow, ReadLimits.Default, Drawn.Nodes).Document!.Nodes.Length.ShouldBeGreaterThanOrEqualTo(nodes - 1);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Chain(int nodes) => Drawn.Of(
        string.Join(',', Enumerable.Range(0, nodes).Select(i => $$"""{"id": {{i}}, "type": "Lora", "pos": [{{i}}, 0], "properties": {"Node name for S&R": "Lora"}, "inputs": [{"name": "model", "type": "MODEL", "link": {{i}} }], "widgets_values": [1]}""")),
        string.Join(',', Enumerable.Range(1, nodes - 1).Select(i => $"[{i}, {i - 1}, 0, {i}, 0, \"MODEL\"]")));

    private static string Star(int nodes) => Drawn.Of(
        """{"id": "p", "type": "PrimitiveNode", "widgets_values": [3, "fixed"]}, """ + string.Join(',', Enumerable.Range(0, nodes).Select(i => $$"""{"id": {{i}}, "type": "Number", "inputs": [{"name": "value", "type": "INT", "link": {{i}}, "widget": {"name": "value"} }], "widgets_values": [1]}""")),
        string.Join(',', Enumerable.Range(0, nodes).Select(i => $"[{i}, \"p\", 0, {i}, 0, \"INT\"]")));

    private static byte[] Large(string what, int many)
    {
        string All(Func<int, string> one) => string.Join(',', Enumerable.Range(0, many).Select(one));
        return Encoding.UTF8.GetBytes(what switch
        {
            "inputs" => Drawn.Of(
                $$"""{"id": 1, "type": "s", "inputs": [{{All(i => """{"name": "x", "type": "INT", "link": 1}""")}}], "widgets_values": [{{All(i => "1")}}]}""",
                "[1, 1, 0, 1, 0, \"INT\"]",
                $$""" "definitions": {"subgraphs": [{"id": "s", "name": "S", "nodes": [{"id": 1, "type": "Strange", "inputs": [{{All(i => $$"""{"name": "x", "type": "INT", "link": {{i}}, "widget": {"name": "x"} }""")}}]}], "inputs": [{{All(i => $$"""{"name": "x", "type": "INT", "linkIds": [{{i}}]}""")}}], "links": [{{All(i => $"[{i}, -10, {i}, 1, {i}, \"INT\"]")}}]}]} """),
            "proxies" => Drawn.Of(
                $$"""{"id": 1, "type": "s", "properties": {"proxyWidgets": [{{All(i => $"[\"{i % 100}\", \"x{i}\"]")}}]}, "widgets_values": [{{All(i => "1")}}]}""",
                "",
                $$""" "definitions": {"subgraphs": [{"id": "s", "name": "S", "nodes": [{{string.Join(',', Enumerable.Range(0, 100).Select(n => $$"""{"id": {{n}}, "type": "s2"}"""))}}]}, {"id": "s2", "name": "T", "nodes": [], "inputs": [{{All(i => $$"""{"name": "y{{i}}", "type": "INT"}""")}}]}]} """),
            "values" => Drawn.Of($$"""{"id": 1, "type": "Strange", "widgets_values": {{{All(i => $"\"v{i}\": 1")}}} }, {"id": 2, "type": "Sampler", "widgets_values": [{{All(i => "1")}}]}"""),
            "reroutes" => Drawn.Of(
                string.Join(',', Enumerable.Range(0, many).Select(i => $$"""{"id": {{i}}, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": {{i}} }]}""")) + """, {"id": "n", "type": "Number", "mode": 2}, """
                + string.Join(',', Enumerable.Range(0, many).Select(i => $$"""{"id": "c{{i}}", "type": "Number", "inputs": [{"name": "value", "type": "INT", "link": "l{{i}}" }], "widgets_values": [1]}""")),
                string.Join(',', Enumerable.Range(0, many).Select(i => $"[{i}, {(i == 0 ? "\"n\"" : i - 1)}, 0, {i}, 0, \"*\"]")) + "," + string.Join(',', Enumerable.Range(0, many).Select(i => $"[\"l{i}\", {many - 1 - i}, 0, \"c{i}\", 0, \"INT\"]"))),
            "subgraphs" => Drawn.Of(
                """{"id": 1, "type": "s0", "widgets_values": [1]}""",
                "",
                $$""" "definitions": {"subgraphs": [{{All(i => $$"""{"id": "s{{i}}", "name": "S", "inputs": [{"name": "x", "type": "INT", "linkIds": [1]}], "nodes": [{"id": 1, "type": "s{{i + 1}}", "inputs": [{"name": "x", "type": "INT", "link": 1}], "properties": {"proxyWidgets": [["1", "x"]]} }], "links": [[1, -10, 0, 1, 0, "INT"]]}""")}}]} """),
            "titles" => Drawn.Of(All(i => $$"""{"id": {{i}}, "type": "Save", "title": "t{{i}}", "widgets_values": ["%t{{many - i}}.filename_prefix%%x.y%"]}""")),
            _ => Drawn.Of($$"""{"id": 1, "type": "Encode", "widgets_values": ["{{new string('{', many)}}/*{{string.Concat(Enumerable.Repeat("/*", many / 2))}}"]}"""),
        });
    }
}
