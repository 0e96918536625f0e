using System.Text.Json;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Surrounding;

public sealed class A_command_line_that_fits_nothing
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("run")]
    [InlineData("run a.json --memory-budget much")]
    [InlineData("run a.json --cache-bytes none")]
    [InlineData("run a.json --set voice")]
    [InlineData("cache")]
    [InlineData("worker")]
    [InlineData("worker --data d --cache-classic --cache-none")]
    [InlineData("worker --data d --cache-lru -1")]
    [InlineData("worker --data d --grace -1")]
    [InlineData("serve --port 70000")]
    [InlineData("serve --jobs 0")]
    [InlineData("serve --cache-lru -1")]
    [InlineData("serve --cache-classic --cache-none")]
    [InlineData("serve --memory-budget much")]
    [InlineData("keys")]
    [InlineData("keys add")]
    [InlineData("run no-such-graph.json")]
    public async Task Ends_with_2_and_a_sentence_on_the_error_stream(string line)
    {
        var (exitCode, output, error) = await Invoke(line);

        exitCode.ShouldBe(ExitCode.Wrong);
        output.ShouldBeEmpty();
        error.ShouldEndWith("]\n");
    }

    [Theory]
    [InlineData("serve --prot 3", "'--prot'. Did you mean '--port'?")]
    [InlineData("serve --max-queue-sise=3", "Did you mean '--max-queue-size'?")]
    [InlineData("modles", "'modles'. Did you mean 'models'?")]
    [InlineData("models lits", "'lits'. Did you mean 'list'?")]
    public async Task Is_told_what_may_have_been_meant(string line, string sentence) => (await Invoke(line)).Error.ShouldContain(sentence);

    [Fact]
    public async Task Is_answered_in_json_where_json_was_asked_for()
    {
        var (exitCode, output, error) = await Invoke("run a.json --json --set voice");

        exitCode.ShouldBe(ExitCode.Wrong);
        error.ShouldBeEmpty();
        var problem = JsonElement.Parse(output);
        problem.GetProperty("event").GetString().ShouldBe("problem");
        problem.GetProperty("sentence").GetString()!.ShouldContain("NODE.INPUT=VALUE");
    }

    private static async Task<(int ExitCode, string Output, string Error)> Invoke(string line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var surroundings = new Surroundings
        {
            Input = () => Stream.Null,
            Output = output,
            Error = error,
            IsTerminal = false,
            Variable = name => name is "MYSPINBOT_CACHE" or "MYSPINBOT_HOME" ? Path.Combine(Path.GetTempPath(), "myspinbot-no-such-folder") : null,
        };
        return (await CommandTree.InvokeAsync(line.Split(' '), surroundings, CancellationToken.None), output.ToString(), error.ToString());
    }
}
