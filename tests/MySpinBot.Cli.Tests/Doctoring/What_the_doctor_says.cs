using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Tests.Configuring;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Cli.Tests.Doctoring;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class What_the_doctor_says : IDisposable
{
    private readonly Configured _configured = new();

    public What_the_doctor_says()
    {
        _configured.Variables["MYSPINBOT_DATA"] = Path.Join(_configured.Folder, "data");
        _configured.Variables["MYSPINBOT_CACHE"] = Path.Join(_configured.Folder, "cache");
        _configured.Variables["MYSPINBOT_PLUGINS"] = _configured.File("""{ "plugins": [] }""", "plugins.json");
        _configured.Variables["MYSPINBOT_SERVER_PORT"] = "0";
        _configured.Variables["PATH"] = Path.Join(_configured.Folder, "bin");
    }

    [Fact]
    public void What_is_missing_and_how_to_get_it()
    {
        var (exitCode, findings) = Examine();

        exitCode.ShouldBe(ExitCode.StepFailed);
        Of(findings, "ffmpeg").ShouldBe("fail ffmpeg is not there or does not run: nodes that read or make films and sound will fail. → apt-get install ffmpeg");
        Of(findings, "espeak-ng").ShouldStartWith("warn ");
        Of(findings, "espeak-ng").ShouldEndWith("→ apt-get install espeak-ng");
        Of(findings, "dotnet").ShouldStartWith("ok .NET 1");
        Of(findings, "port").ShouldStartWith("ok ");
        Of(findings, "database").ShouldStartWith("ok There are no jobs yet");
        Of(findings, "configuration").ShouldStartWith("ok ");
    }

    [Fact]
    public void Which_encoders_ffmpeg_lacks()
    {
        Program("ffprobe", "echo ffprobe version 7");
        Program("ffmpeg", "if [ \"$1\" = -version ]; then echo ffmpeg version 7; else printf ' V....D libx264   H.264\\n A....D aac   AAC\\n'; fi");

        var findings = Examine().Findings;

        Of(findings, "ffmpeg").ShouldStartWith("ok ffmpeg version 7 (");
        Of(findings, "encoders").ShouldStartWith("warn ffmpeg lacks encoders that some formats need: libx265, libsvtav1,");
    }

    [Fact]
    public void A_program_that_fails_is_as_good_as_none()
    {
        Program("espeak-ng", "exit 3");

        Of(Examine().Findings, "espeak-ng").ShouldStartWith("warn ");
    }

    [Fact]
    public async Task Whether_the_jobs_are_whole()
    {
        var data = _configured.Variables["MYSPINBOT_DATA"];
        await using (var store = JobStore.Open(data, TimeProvider.System))
        {
            for (var i = 0; i < 50; i++)
            {
                await store.AcceptAsync(new JobSubmission(Guid.NewGuid(), "anna", new byte[20_000], "{}"u8.ToArray()));
            }
        }

        Of(Examine().Findings, "database").ShouldStartWith("ok ");

        var file = Path.Join(data, "jobs.db");
        using (var bytes = File.OpenWrite(file))
        {
            bytes.Seek(4096 * 3, SeekOrigin.Begin);
            bytes.Write(Enumerable.Repeat((byte)0xA5, 4096 * 20).ToArray());
        }

        Of(Examine().Findings, "database").ShouldStartWith("fail ");
    }

    [Fact]
    public void Whether_others_may_read_the_keys()
    {
        _configured.Run("keys", "add", "anna").ExitCode.ShouldBe(ExitCode.Done);
        Of(Examine().Findings, "keys").ShouldStartWith("ok 1 may use");

        var file = Path.Join(_configured.Variables["MYSPINBOT_DATA"], "keys");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        Of(Examine().Findings, "keys").ShouldBe($"warn {file} may be read or written by others. → chmod 600 '{file}'");
    }

    [Fact]
    public void That_a_server_for_others_needs_a_key()
    {
        _configured.Variables["MYSPINBOT_SERVER_LISTEN"] = "0.0.0.0";

        Of(Examine().Findings, "keys").ShouldEndWith("→ myspinbot keys add NAME");
    }

    [Fact]
    public void Who_has_the_port()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _configured.Variables["MYSPINBOT_SERVER_PORT"] = $"{((IPEndPoint)other.LocalEndpoint).Port}";
        _ = other.AcceptSocketAsync().ContinueWith(socket => socket.Result.Dispose(), TaskScheduler.Default);

        Of(Examine().Findings, "port").ShouldStartWith("fail Something else listens at 127.0.0.1:");
    }

    [Fact]
    public void A_configuration_that_is_wrong_and_all_else_besides()
    {
        _configured.Variables["MYSPINBOT_JOBS_AT_ONCE"] = "none";

        var (exitCode, findings) = Examine();

        exitCode.ShouldBe(ExitCode.StepFailed);
        Of(findings, "configuration").ShouldStartWith("fail MYSPINBOT_JOBS_AT_ONCE takes a number from 1 to 64");
        findings.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void A_folder_that_cannot_be()
    {
        _configured.Variables["MYSPINBOT_CACHE"] = Path.Join(_configured.File("a file", "cache"), "below");

        Of(Examine().Findings, "folder.cache").ShouldStartWith("fail ");
    }

    [Fact]
    public async Task Which_other_servers_answer()
    {
        await using var answers = new OneAnswer("""{"models":[{"name":"tale"},{"name":"saga"}]}""");
        await using var refuses = new OneAnswer("{}", 401);
        await using var other = new OneAnswer("<html>");
        _configured.Variables["MYSPINBOT_TARGETS_SERVERS"] = $"home=ollama:{answers.Address},gone=openai:http://127.0.0.1:1,shut=openai:{refuses.Address},odd=openai:{other.Address}";
        _configured.Variables["MYSPINBOT_TARGETS_KEYS"] = "shut=sesame-open";

        var said = Examine().Findings.Where(each => each.GetProperty("check").GetString() == "target").Select(each => Of([each], "target")).ToList();

        said.Count.ShouldBe(4);
        said[0].ShouldBe($"ok home (ollama at {answers.Address}) has 2 models.");
        said[1].ShouldStartWith("warn gone (openai at http://127.0.0.1:1/v1) cannot be reached: ");
        said[2].ShouldBe($"warn shut (openai at {refuses.Address}/v1) refuses the key that it is given. → a key in targets.keys: shut=KEY");
        said[3].ShouldStartWith($"warn odd (openai at {other.Address}/v1) sent no list of models: it may be of another kind.");
        (answers.Asked, refuses.Asked).ShouldBe(("GET /api/tags HTTP/1.1", "GET /v1/models HTTP/1.1"));
        string.Concat(said).ShouldNotContain("sesame-open");
    }

    [Fact]
    public void In_lines_for_people_too()
    {
        var text = _configured.Run("doctor").Output;

        text.ShouldContain("fail  ffmpeg");
        text.ShouldContain("to do: apt-get install ffmpeg");
    }

    public void Dispose() => _configured.Dispose();

    private (int ExitCode, List<JsonElement> Findings) Examine()
    {
        var (exitCode, output, error) = _configured.Run("doctor", "--json");
        error.ShouldBeEmpty();
        return (exitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }

    private static string Of(List<JsonElement> findings, string check)
    {
        var finding = findings.First(each => each.GetProperty("check").GetString() == check);
        return $"{finding.GetProperty("health")} {finding.GetProperty("sentence")}{(finding.GetProperty("remedy") is { ValueKind: JsonValueKind.String } remedy ? $" → {remedy}" : "")}";
    }

    private void Program(string name, string script)
    {
        var file = _configured.File($"#!/bin/sh\n{script}\n", Path.Join("bin", name));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
