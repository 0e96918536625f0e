using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Weights;

public sealed class Models_at_the_command_line : IDisposable
{
    private static readonly byte[] Weights = [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'];

    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-models").FullName;

    [Fact]
    public async Task Are_listed_shown_and_verified()
    {
        Put("loras/style.safetensors", Weights);
        Put("loras/cut.safetensors", Weights[..9]);

        (await Invoke("models", "list")).Output.ShouldBe("loras/cut.safetensors    9 B\nloras/style.safetensors  10 B\n");
        JsonElement.Parse((await Invoke("models", "list", "--json")).Output).GetArrayLength().ShouldBe(2);
        (await Invoke("models", "show", "style.safetensors")).Output.ShouldContain("format    safetensors, 0 tensors");
        JsonElement.Parse((await Invoke("models", "show", "loras/cut.safetensors", "--json")).Output).GetProperty("damage").GetString()!.ShouldContain("ends within its head");
        var (exitCode, output, _) = await Invoke("models", "verify");
        exitCode.ShouldBe(ExitCode.StepFailed);
        output.ShouldContain("damaged   loras/cut.safetensors");
        (await Invoke("models", "verify", "style.safetensors", "--json")).ExitCode.ShouldBe(ExitCode.Done);
        (await Invoke("models", "list", "--available")).Output.ShouldContain("realesrgan-x4plus ");
    }

    [Theory]
    [InlineData("models show nothing", "There is no model 'nothing'")]
    [InlineData("models show realesrgan-x4plus", "'myspinbot models pull realesrgan-x4plus' gets it")]
    [InlineData("models pull", "Name a model")]
    [InlineData("models pull realesrgan-x4plis", "Did you mean 'realesrgan-x4plus'?")]
    [InlineData("models pull realesrgan-x4plus", "comes under BSD-3-Clause (https://")]
    [InlineData("models pull --url http://127.0.0.1:9/x.pt --kind loras", "this machine's")]
    [InlineData("models list --kind lorax", "There is no kind of models 'lorax'")]
    public async Task Are_refused_with_a_sentence(string line, string said)
    {
        var (exitCode, output, error) = await Invoke(line.Split(' '));

        (exitCode, output).ShouldBe((ExitCode.Wrong, ""));
        error.ShouldContain(said);
    }

    [Fact]
    public async Task Are_pulled_and_every_line_is_json_where_that_is_wanted()
    {
        await using var publisher = new Publisher();

        var (exitCode, output, _) = await Invoke("models", "pull", "--url", $"{publisher.Url}style.safetensors", "--kind", "loras", "--allow-private", "--json");

        exitCode.ShouldBe(ExitCode.Done);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        lines[^1].GetProperty("event").GetString().ShouldBe("pulled");
        lines[^1].GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Weights)));
        lines.SkipLast(1).ShouldAllBe(line => line.GetProperty("event").GetString() == "progress");
        (await Invoke("models", "verify", "style.safetensors")).Output.ShouldStartWith("unchanged loras/style.safetensors");
    }

    [Theory]
    [InlineData("y\n", ExitCode.Done)]
    [InlineData("n\n", ExitCode.Wrong)]
    [InlineData("", ExitCode.Wrong)]
    public async Task Ask_a_person_for_their_licence(string answer, int exitCode)
    {
        await using var publisher = new Publisher();
        var manifest = Path.Join(_folder, "manifest.yaml");
        await File.WriteAllTextAsync(
            manifest,
            $"version: 1\nmodels:\n  - name: toy\n    kind: loras\n    file: toy.safetensors\n    urls: [{publisher.Url}toy.safetensors]\n    licence: {{name: Toys Only, url: 'https://example.org/toys'}}\n",
            TestContext.Current.CancellationToken);

        var told = await Invoke(isTerminal: true, answer, "models", "pull", "toy", "--model-manifest", manifest);

        told.ExitCode.ShouldBe(exitCode, told.Output + told.Error);
        told.Output.ShouldContain("It comes under Toys Only (https://example.org/toys). Do you accept that? [y/N]");
        File.Exists(Path.Join(_folder, "models", "loras", "toy.safetensors")).ShouldBe(exitCode == ExitCode.Done);
    }

    [Fact]
    public async Task Devices_are_told()
    {
        JsonElement.Parse((await Invoke("devices", "--json", "--memory-budget", "1GB")).Output).GetProperty("host").GetProperty("budget_bytes").GetInt64().ShouldBe(1 << 30);
        (await Invoke("devices")).Output.ShouldStartWith("cpu  ");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Put(string name, byte[] bytes)
    {
        var path = Path.Join(_folder, "models", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private Task<(int ExitCode, string Output, string Error)> Invoke(params string[] line) => Invoke(isTerminal: false, "", line);

    private async Task<(int ExitCode, string Output, string Error)> Invoke(bool isTerminal, string input, params string[] line)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["MYSPINBOT_DATA"] = _folder, ["HOME"] = _folder };
        var surroundings = new Surroundings { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)), Output = output, Error = error, IsTerminal = isTerminal, Variable = variables.GetValueOrDefault };
        return (await CommandTree.InvokeAsync(line, surroundings, TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }

    /// <summary>A web server that has the weights under every name.</summary>
    private sealed class Publisher : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _answering;

        public Publisher()
        {
            // The listener takes no port 0; of two that choose the same, one chooses again.
            for (var attempt = 0; ; attempt++)
            {
                Url = $"http://127.0.0.1:{RandomNumberGenerator.GetInt32(20_000, 60_000)}/";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(Url);
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (attempt < 50)
                {
                    // Somebody has it.
                }
            }

            _answering = AnswerAsync();
        }

        public string Url { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _answering;
            _listener.Close();
        }

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentLength64 = Weights.Length;
                    await context.Response.OutputStream.WriteAsync(Weights);
                    context.Response.Close();
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
