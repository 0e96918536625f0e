using System.Text.Json;
using Microsoft.Extensions.Logging;
using MySpinBot.Cli.Logging;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Server.Logging;

namespace MySpinBot.Cli.Tests.Logging;

public sealed class The_log_of_a_server
{
    private static readonly string Key = "msb_" + new string('a', 64);

    [Fact]
    public void Is_a_sentence_with_its_time_on_one_line()
        => Written(false, new LogEntry(LogLevel.Warning, "worker", "The worker died.\nAnother \u001b[31mone is started.")).ShouldMatch(@"^\d\d:\d\d:\d\d The worker died\. Another  \[31mone is started\.\n$");

    [Fact]
    public void Or_an_object_a_line_with_what_it_is_about()
    {
        var job = Guid.NewGuid();

        var entry = JsonElement.Parse(Written(true, new LogEntry(LogLevel.Information, "node_failed", "It was \"too\"\nsmall: ö") { Job = job, Node = "n1", Owner = "anna", Trace = "t", Request = "r", Status = 200, Milliseconds = 1.5 }));

        entry.GetProperty("time").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        (entry.GetProperty("level").GetString(), entry.GetProperty("event").GetString(), entry.GetProperty("message").GetString()).ShouldBe(("info", "node_failed", "It was \"too\"\nsmall: ö"));
        (entry.GetProperty("job").GetGuid(), entry.GetProperty("node").GetString(), entry.GetProperty("owner").GetString()).ShouldBe((job, "n1", "anna"));
        (entry.GetProperty("trace_id").GetString(), entry.GetProperty("request_id").GetString()).ShouldBe(("t", "r"));
        (entry.GetProperty("status").GetInt32(), entry.GetProperty("milliseconds").GetDouble()).ShouldBe((200, 1.5));
    }

    [Fact]
    public void Leaves_out_what_is_not_known() => JsonElement.Parse(Written(true, new LogEntry(LogLevel.Error, "report", "x"))).EnumerateObject().Select(field => field.Name).ShouldBe(["time", "level", "event", "message"]);

    [Theory]
    [InlineData("A key: {KEY}.")]
    [InlineData("GET /ws?access_token={KEY}&x=1")]
    [InlineData("GET /ws?access_token=TOPSECRET&x=1")]
    [InlineData("GET /file?sig=TOPSECRET")]
    [InlineData("https://x/y?X-Amz-Signature=TOPSECRET&b=1")]
    [InlineData("Authorization: Bearer TOPSECRET")]
    [InlineData("authorization=Basic VE9QU0VDUkVU")]
    [InlineData("X-API-Key: TOPSECRET")]
    [InlineData("The plugin says: the-weather-key is refused")]
    [InlineData("receiver said no to authorization=of-mine")]
    public void Holds_no_secrets(string message)
    {
        foreach (var isJson in new[] { false, true })
        {
            var written = Written(isJson, new LogEntry(LogLevel.Warning, "report", message.Replace("{KEY}", Key, StringComparison.Ordinal)) { Node = message });

            written.ShouldContain("(hidden)");
            foreach (var secret in new[] { Key, "TOPSECRET", "VE9QU0VDUkVU", "the-weather-key", "of-mine" })
            {
                written.ShouldNotContain(secret);
            }
        }
    }

    [Theory]
    [InlineData("Job 5 took 3 tokens a second; the signature of the node is (image) -> image.")]
    [InlineData("Make a key first with 'myspinbot keys add NAME'.")]
    public void Leaves_innocent_sentences_as_they_are(string message) => Written(false, new LogEntry(LogLevel.Warning, "report", message)).ShouldEndWith($"{message}\n");

    private static string Written(bool isJson, LogEntry entry)
    {
        var variables = new Dictionary<string, string> { ["MYSPINBOT_SECRET_WEATHER"] = "the-weather-key", ["MYSPINBOT_TRACES_HEADERS"] = "authorization=of-mine", ["MYSPINBOT_SECRET_SHORT"] = "a" };
        var error = new StringWriter { NewLine = "\n" };
        var surroundings = new Surroundings { Input = () => Stream.Null, Output = TextWriter.Null, Error = error, IsTerminal = false, Variable = variables.GetValueOrDefault, VariableNames = () => variables.Keys };
        new LogWriter(surroundings, isJson).Write(entry);
        return error.ToString();
    }
}
