using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Graphs_of_every_form_are_taken
{
    private const string Prompt = """{"1": {"class_type": "Show", "inputs": {"text": "a \"cat\""}}}""";

    private const string Workflow = """{"last_node_id": 1, "last_link_id": 0, "version": 0.4, "links": [], "groups": [], "nodes": [{"id": 1, "type": "Show", "mode": 0, "pos": [3, 4], "inputs": [], "outputs": [], "widgets_values": ["hello", 4]}, {"id": 2, "type": "Strange", "mode": 0, "inputs": [], "outputs": [], "widgets_values": [1]}]}""";

    [Fact]
    public async Task Each_form_of_JSON_becomes_ours_or_the_API_format()
    {
        await using var server = await StartAsync();

        var own = await JsonAsync(server.PostAsync("/api/v1/graphs/convert", Workflow));
        own.GetProperty("form").GetString().ShouldBe("workflow");
        own.GetProperty("graph").GetProperty("nodes").GetProperty("1").GetProperty("inputs").GetProperty("text").GetString().ShouldBe("hello");
        own.GetProperty("notices").EnumerateArray().ShouldContain(notice => notice.GetProperty("code").GetString() == "unknown_node_type");

        var api = await JsonAsync(server.PostAsync("/api/v1/graphs/convert?to=api", $$"""{"graph": {{own.GetProperty("graph").GetRawText()}}}"""));
        api.GetProperty("form").GetString().ShouldBe("graph");
        api.GetProperty("graph").GetProperty("1").GetProperty("inputs").GetProperty("size").GetInt32().ShouldBe(4);
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert", Prompt))).GetProperty("form").GetString().ShouldBe("api");
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert", $$"""{"prompt": {{Prompt.Replace("\"a \\\"cat\\\"\"", "NaN")}}}"""))).GetProperty("form").GetString().ShouldBe("api");
    }

    [Theory]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/graphs")]
    [InlineData("/api/v1/graphs/validate")]
    public async Task Where_only_JSON_is_taken_a_picture_is_told_where_to_go(string address)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent([0x89, 0x50]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } } };

        using var answer = await server.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The graph in a picture, film or sound is had by sending that to /api/v1/graphs/convert.");
    }

    [Fact]
    public async Task Node_types_of_a_ComfyUI_give_values_their_names()
    {
        await using var server = await StartAsync();
        const string Info = """{"Strange": {"input": {"required": {"width": ["INT", {}]}}, "input_order": {"required": ["width"]}, "output": [], "output_name": [], "output_is_list": [], "name": "Strange", "output_node": true}}""";

        var converted = await JsonAsync(server.PostAsync("/api/v1/graphs/convert", $$"""{"graph": {{Workflow}}, "object_info": {{Info}}}"""));

        converted.GetProperty("graph").GetProperty("nodes").GetProperty("2").GetProperty("inputs").GetProperty("width").GetInt32().ShouldBe(1);
        converted.GetProperty("graph").GetProperty("nodes").GetProperty("1").GetProperty("inputs").GetProperty("size").GetInt32().ShouldBe(4);
        foreach (var wrong in new[] { "[]", "\"x\"", "{\"a\": 1}", "{\"a\": {\"input\": \"\\ud800\"}}" })
        {
            ((int)(await server.PostAsync("/api/v1/graphs/convert", $$"""{"graph": {{Workflow}}, "object_info": {{wrong}}}""")).StatusCode).ShouldBeOneOf(200, 400);
        }
    }

    [Theory]
    [InlineData("image/png", 1)]
    [InlineData("application/octet-stream", 1)]
    [InlineData("application/x-www-form-urlencoded", 1)]
    [InlineData("image/png", 6_000_000)]
    public async Task A_picture_is_taken_by_what_it_is_small_or_large(string type, int pixels)
    {
        await using var server = await StartAsync();
        var picture = Png(pixels, ("prompt", Prompt), ("workflow", Workflow));

        var drawn = await JsonAsync(server.SendAsync(Raw("convert", picture, type)));
        (drawn.GetProperty("form").GetString(), drawn.GetProperty("file").GetString(), drawn.GetProperty("taken").GetString()).ShouldBe(("workflow", "png", "workflow"));
        var ran = await JsonAsync(server.SendAsync(Raw("export?take=prompt", picture, type)));
        JsonElement.DeepEquals(ran.GetProperty("graph"), JsonElement.Parse(Prompt)).ShouldBeTrue();
        var incoming = Path.Join(server.Folders.Temp, ".incoming");
        (Directory.Exists(incoming) ? Directory.GetFiles(incoming) : []).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_holds_no_graph_is_refused_with_what_it_holds()
    {
        await using var server = await StartAsync();

        var none = await JsonAsync(server.SendAsync(Raw("convert", Png(1, ("parameters", "a cat")), "image/png")), HttpStatusCode.UnprocessableEntity);
        none.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("no_embedded_graph");
        none.GetProperty("detail").GetString()!.ShouldContain("'parameters'");
        (await JsonAsync(server.SendAsync(Raw("convert", Png(1, ("workflow", "{nothing")), "image/png")), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("graph_refused");
        (await JsonAsync(server.SendAsync(Raw("convert", "%PDF-1.7 ............"u8.ToArray(), "application/pdf")), HttpStatusCode.UnsupportedMediaType)).GetProperty("detail").GetString()!.ShouldContain("PNG");
        (await JsonAsync(server.SendAsync(Raw("convert", [], "image/png")), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("empty_body");
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert?to=yaml&take=all&x=1", Prompt), HttpStatusCode.BadRequest)).GetProperty("problems").GetArrayLength().ShouldBe(3);
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert", """{"graphs": {}, "graph": 7}"""), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_fields");
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert", """{"graph": 7}"""), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("graph_refused");
        (await JsonAsync(server.PostAsync("/api/v1/graphs/convert", "{"), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("malformed_json");
    }

    [Fact]
    public async Task More_than_is_taken_is_refused()
    {
        await using var server = await StartAsync(new ServerLimits { BodyBytes = 10_000, UploadBytes = 5_000_000 });

        await JsonAsync(server.SendAsync(Raw("convert", Png(6_000_000, ("prompt", Prompt)), "image/png")), HttpStatusCode.RequestEntityTooLarge);
        await JsonAsync(server.PostAsync("/api/v1/graphs/diff", $$"""{"before": {}, "after": {"a": "{{new string('x', 20_000)}}"} }"""), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Two_graphs_are_compared()
    {
        await using var server = await StartAsync();

        var told = await JsonAsync(server.PostAsync("/api/v1/graphs/diff", $$"""{"before": {{Workflow}}, "after": {{Workflow.Replace("hello", "world").Replace("[3, 4]", "[5, 6]")}}}"""));

        (told.GetProperty("same").GetBoolean(), told.GetProperty("only_looks").GetBoolean(), told.GetProperty("total").GetInt32()).ShouldBe((false, false, told.GetProperty("changes").GetArrayLength()));
        var change = told.GetProperty("changes").EnumerateArray().Single(change => change.GetProperty("kind").GetString() == "changed");
        string.Join('/', change.GetProperty("path").EnumerateArray()).ShouldBe("nodes/1/inputs/text");
        (change.GetProperty("before").GetString(), change.GetProperty("after").GetString()).ShouldBe(("hello", "world"));
        (await JsonAsync(server.PostAsync("/api/v1/graphs/diff", $$"""{"before": {{Prompt}}, "after": {{Prompt}}}"""))).GetProperty("same").GetBoolean().ShouldBeTrue();
        (await JsonAsync(server.PostAsync("/api/v1/graphs/diff", """{"before": {}, "later": {}}"""), HttpStatusCode.BadRequest)).GetProperty("problems").GetArrayLength().ShouldBe(2);
        await JsonAsync(server.PostAsync("/api/v1/graphs/diff", """{"before": 1, "after": {}}"""), HttpStatusCode.UnprocessableEntity);
        await JsonAsync(server.PostAsync("/api/v1/graphs/diff"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_answer_about_large_differences_stays_an_answer()
    {
        await using var server = await StartAsync();
        var nodes = string.Join(',', Enumerable.Range(0, 12_000).Select(i => $$"""
            "{{i}}": {"class_type": "Show", "inputs": {"text": {{i}} } }
            """));
        var longId = new string('i', 100_000);
        var wide = $$"""{"{{longId}}": {"class_type": "Show", "inputs": { {{string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"n{i}\": {i}"))}} } } }""";

        var many = await JsonAsync(server.PostAsync("/api/v1/graphs/diff", $$"""{"before": {}, "after": { {{nodes}} } }"""));
        (many.GetProperty("total").GetInt32(), many.GetProperty("changes").GetArrayLength()).ShouldBe((12_000, 10_000));
        var text = (await JsonAsync(server.PostAsync("/api/v1/graphs/diff", $$"""{"before": {{wide}}, "after": {{wide.Replace("\": 1", "\": 9")}} }"""))).GetRawText();
        text.Length.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData("curl", "curl ")]
    [InlineData("csharp", "using var http = new HttpClient")]
    [InlineData("javascript", "await fetch(")]
    public async Task Programs_hand_the_graph_in(string form, string part)
    {
        await using var server = await StartAsync();

        var told = await JsonAsync(server.PostAsync($"/api/v1/graphs/export?as={form}", Prompt));

        told.GetProperty("as").GetString().ShouldBe(form);
        var text = told.GetProperty("text").GetString()!;
        text.ShouldContain(part);
        text.ShouldContain(server.Address.Authority);
    }

    [Theory]
    [InlineData("curl", "/bin/sh", "program.sh")]
    [InlineData("javascript", "node", "program.mjs")]
    public async Task A_program_that_was_written_does_what_it_says(string form, string interpreter, string name)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, form == "curl" ? "curl" : "node"))), "There is no curl or node here.");
        await using var server = await StartAsync();
        const string Tricky = """{"nodes": {"show": {"class_type": "Show", "inputs": {"text": {"input": "__proto__"}}}}, "inputs": {"__proto__": {"type": "STRING", "default": "it's \"\"\" $HOME `x` ${y} END_OF_GRAPH \\ 猫"}}}""";
        var program = (await JsonAsync(server.PostAsync($"/api/v1/graphs/export?as={form}", Tricky))).GetProperty("text").GetString()!;
        using var folder = new TemporaryFolder();
        var path = Path.Join(folder.Sub("programs"), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, program, TestContext.Current.CancellationToken);

        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(interpreter, [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, said);
        var job = (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs")[0].GetProperty("id").GetGuid();
        var stored = await JsonAsync(server.GetAsync($"/api/v1/jobs/{job}/graph"));
        stored.GetProperty("inputs").GetProperty("__proto__").GetProperty("default").GetString().ShouldBe("it's \"\"\" $HOME `x` ${y} END_OF_GRAPH \\ 猫");
    }

    private static HttpRequestMessage Raw(string route, byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return new HttpRequestMessage(HttpMethod.Post, $"/api/v1/graphs/{route}") { Content = content };
    }

    private static byte[] Png(int pixels, params (string Key, string Text)[] texts)
        => [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IDAT", new byte[pixels]), .. texts.SelectMany(text => Chunk("tEXt", [.. Encoding.UTF8.GetBytes(text.Key), 0, .. Encoding.UTF8.GetBytes(text.Text)])), .. Chunk("IEND", [])];

    // Without the right checksum, which is told and does no harm.
    private static byte[] Chunk(string type, byte[] body) => [(byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. Encoding.ASCII.GetBytes(type), .. body, 0, 0, 0, 0];
}
