using System.Net;
using System.Text.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Graphs_are_called
{
    [Fact]
    public async Task With_values_for_their_named_inputs()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync($$"""{"graph": {{GraphClient.Callable}}, "name": "Poster"}""");
        using var answer = await server.PostAsync($"{graph}/run?priority=3", """{"words": "Hello!", "how_large": 7}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var job = await JsonAsync(server.GetAsync(answer.Headers.Location!.ToString()));
        (job.Text("name"), job.GetProperty("priority").GetInt32()).ShouldBe(("Poster", 3));
        await server.UntilAsync(job.GetProperty("id").GetGuid(), "succeeded");

        var terms = server.Desk.Content(job.GetProperty("id").GetGuid())!.Terms;
        (terms.Inputs["words"].GetString(), terms.Inputs["how_large"].GetInt32()).ShouldBe(("Hello!", 7));
        (await server.TextAsync(answer.Headers.Location + "/graph")).ShouldBe(await server.TextAsync($"{graph}/document"));
    }

    [Fact]
    public async Task With_all_that_is_wrong_said_at_once()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable.Replace("\"nodes\": {", "\"nodes\": {\"bad\": {\"class_type\": \"Shwo\"}, "));
        var problem = await JsonAsync(server.PostAsync($"{graph}/run", """{"how_large": 8, "word": "x", "how_large": 9, "a/b~c": 1}"""), HttpStatusCode.UnprocessableEntity);
        problem.Text("code").ShouldBe("inputs_refused");
        problem.GetProperty("problems").EnumerateArray().Select(each => $"{(each.TryGetProperty("field", out var field) ? field : each.GetProperty("node"))}: {each.Text("sentence")}").ShouldBe([
            "/how_large: Input 'how_large' is 8; it must be a whole number from 1 to 7.",
            "/word: The graph has no input 'word'; it has 'words', 'how_large'. Did you mean 'words'?",
            "/how_large: Input 'how_large' stands twice; give it once.",
            "/a~1b~0c: The graph has no input 'a/b~c'; it has 'words', 'how_large'.",
            "/words: Input 'words' is missing; give a text.",
            "bad: Node 'bad' is of type 'Shwo', which no plugin offers. Did you mean 'Show'?"]);
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"words": 3}""")]
    [InlineData("""{"words": null}""")]
    [InlineData("""{"words": "a", "how_large": "3"}""")]
    [InlineData("""{"words": "a", "how_large": 3.5}""")]
    [InlineData("""{"words": "a", "how_large": 1e99}""")]
    [InlineData("""{"words": "a", "how_large": null}""")]
    [InlineData("""{"words": {"from": "show"}}""")]
    [InlineData("""{"words": {"secret": "key"}}""")]
    public async Task With_values_of_their_types_only(string inputs)
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        var problem = await JsonAsync(server.PostAsync($"{graph}/run", inputs), HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("problems").GetArrayLength().ShouldBe(1);
        problem.GetProperty("problems")[0].TryGetProperty("expected", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"words": "\ud800"}""")]
    [InlineData("""{} {}""")]
    public async Task With_an_object(string body)
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        (await JsonAsync(server.PostAsync($"{graph}/run", body), HttpStatusCode.BadRequest)).Text("code").ShouldBe("malformed_json");
    }

    [Fact]
    public async Task At_the_revision_that_one_names()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        await server.PutAsync(graph, Graph, "*");
        await JsonAsync(server.PostAsync($"{graph}/run"), HttpStatusCode.Accepted);
        await JsonAsync(server.PostAsync($"{graph}/run?revision=1"), HttpStatusCode.UnprocessableEntity);
        await JsonAsync(server.PostAsync($"{graph}/run?revision=1", """{"words": "a"}"""), HttpStatusCode.Accepted);
        (await JsonAsync(server.PostAsync($"{graph}/run?revision=3"), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_revision");
    }

    [Fact]
    public async Task Once_however_often_a_key_is_sent_though_the_graph_be_saved_meanwhile()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        var job = (await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "a"}""", ("Idempotency-Key", "k")), HttpStatusCode.Accepted)).Text("id");
        (await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "a"}""", ("Idempotency-Key", "k")))).Text("id").ShouldBe(job);
        await server.PutAsync(graph, GraphClient.Callable.Replace("What is shown.", "What one sees."), "*");

        (await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "a"}""", ("Idempotency-Key", "k")))).Text("id").ShouldBe(job);
        (await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "b"}""", ("Idempotency-Key", "k")), HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("idempotency_key_reused");
        (await JsonAsync(server.PostAsync($"{graph}/run?revision=2", """{"words": "a"}""", ("Idempotency-Key", "k")), HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("idempotency_key_reused");
        (await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "a"}""", ("Idempotency-Key", new string('k', 256))), HttpStatusCode.BadRequest)).Text("code").ShouldBe("bad_parameters");
    }

    [Fact]
    public async Task With_the_finished_job_as_the_answer_where_one_would_rather_wait()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        var job = await JsonAsync(server.PostAsync($"{graph}/run", """{"words": "a"}""", ("Prefer", "wait=30")), HttpStatusCode.Created);
        job.Text("state").ShouldBe("succeeded");
    }

    [Fact]
    public async Task As_their_own_document_says()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync($$"""{"graph": {{GraphClient.Callable}}, "name": "Poster", "description": "Shows words."}""");
        var document = JObject.Parse(await server.TextAsync($"{graph}/openapi.json"));
        document["info"]!["title"]!.ToString().ShouldBe("Poster");
        document["servers"]!.ShouldHaveSingleItem()["url"]!.ToString().ShouldBe(server.Address.GetLeftPart(UriPartial.Authority), "Clients that are made of it call the server that it came from.");
        document["openapi"]!.ToString().ShouldBe(Promises.Document["openapi"]!.ToString());
        var run = document["paths"]![$"{graph}/run"]!["post"]!;
        run["parameters"]!.Select(parameter => parameter["name"]?.ToString()).ShouldNotContain("id");
        run["requestBody"]!["required"]!.Value<bool>().ShouldBeTrue();
        foreach (var reference in document.Descendants().OfType<JProperty>().Where(property => property.Name == "$ref"))
        {
            document.SelectToken(reference.Value.ToString()[2..].Replace('/', '.')).ShouldNotBeNull(reference.Value.ToString());
        }

        document["components"]!["schemas"]!["GraphResults"]!["properties"]!["nodes"]!["items"]!["anyOf"]![0]!["allOf"]![1]!["properties"]!["node"]!["const"]!.ToString().ShouldBe("show");
        var inputs = document["components"]!["schemas"]!["Inputs"]!;
        JToken.DeepEquals(inputs, JObject.Parse("""
            {"type": "object", "properties": {
              "words": {"type": "string", "title": "words", "description": "What is shown."},
              "how_large": {"type": "integer", "minimum": 1, "maximum": 7, "title": "Size", "default": 4}},
             "additionalProperties": false, "required": ["words"]}
            """)).ShouldBeTrue(inputs.ToString());
    }

    [Fact]
    public async Task And_what_their_schema_allows_is_what_is_taken()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync("""
            {"nodes": {"show": {"class_type": "Show", "inputs": {"text": {"input": "words"}, "size": {"input": "size"}}}, "pick": {"class_type": "Pick", "inputs": {"one": {"input": "side"}}},
                       "again": {"class_type": "Show", "inputs": {"text": {"from": "pick"}, "size": {"input": "size"}}}},
             "inputs": {"words": {"type": "STRING", "choices": ["a", "b", ""]}, "size": {"default": 2, "min": 2}, "side": {}, "spare": {}}}
            """);
        var document = JObject.Parse(await server.TextAsync($"{graph}/openapi.json"));
        var schema = await JsonSchema.FromJsonAsync(document["components"]!["schemas"]!["Inputs"]!.ToString());
        string?[][] values =
        [
            [null, "\"a\"", "\"b\"", "\"\"", "\"c\"", "1", "[]"],
            [null, "1", "2", "9", "10", "2.5", "\"2\"", "true", "-3", "{}"],
            [null, "\"left\"", "\"right\"", "\"up\"", "false"],
            [null, "1", "\"x\"", "{\"a\": []}"],
        ];
        var (seed, taken) = (new Random(3), 0);
        for (var round = 0; round < 150; round++)
        {
            var fields = new[] { "words", "size", "side", "spare", "other" }.Zip(values.Select(each => each[seed.Next(seed.Next(2) == 0 ? 3 : each.Length)]).Append(seed.Next(10) == 0 ? "1" : null)).Where(field => field.Second is not null);
            var body = $"{{{string.Join(", ", fields.Select(field => $"\"{field.First}\": {field.Second}"))}}}";
            using var answer = await server.PostAsync($"{graph}/run", body);
            (answer.StatusCode == HttpStatusCode.Accepted).ShouldBe(schema.Validate(body).Count == 0, body);
            taken += answer.StatusCode == HttpStatusCode.Accepted ? 1 : 0;
        }

        taken.ShouldBeInRange(10, 140);
    }

    [Fact]
    public async Task From_a_form_that_they_describe()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync($$"""{"graph": {{GraphClient.Callable}}, "name": "Poster", "description": "Shows words."}""");
        var form = await JsonAsync(server.GetAsync($"{graph}/form"));
        (form.Text("title"), form.Text("description"), form.Text("action")).ShouldBe(("Poster", "Shows words.", $"{graph}/run"));
        JsonSerializer.Serialize(form.GetProperty("fields")).ShouldBe(JsonSerializer.Serialize(JsonElement.Parse("""
            [{"name": "words", "label": "words", "help": "What is shown.", "widget": "textarea", "type": "STRING", "required": true, "advanced": false},
             {"name": "how_large", "label": "Size", "help": "", "widget": "slider", "type": "INT", "required": false, "advanced": false, "default": 4, "min": 1, "max": 7}]
            """)));
        form.GetProperty("results")[0].Text("node").ShouldBe("show");
        await server.PutAsync(graph, Graph, "*");
        (await JsonAsync(server.GetAsync($"{graph}/form?revision=1"))).Text("action").ShouldBe($"{graph}/run?revision=1");
        (await JsonAsync(server.GetAsync($"{graph}/form"))).GetProperty("fields").GetArrayLength().ShouldBe(0);
    }
}
