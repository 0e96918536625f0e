using System.CommandLine;
using Microsoft.Extensions.Logging;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Logging;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime;
using MySpinBot.Sdk;
using MySpinBot.Server.Logging;

namespace MySpinBot.Cli.Tests.Configuring;

public sealed class Other_servers_are_configured : IDisposable
{
    private const string Yaml = """
        targets:
          servers:
            - home=ollama:http://127.0.0.1:11434
            - big=openai:https://gpu.example:8443/openai/v1
          keys: [big=sk-of=mine]
          patience: [30s, home=10m]
          retries: big=0
          here: home
        """;

    private readonly Configured _configured = new();

    [Fact]
    public void By_name_with_what_holds_for_all_or_for_one_of_them()
        => Read("--config", _configured.File(Yaml)).Targets.ShouldBe(
        [
            new OutboundTarget("home", "ollama", new Uri("http://127.0.0.1:11434")) { Patience = TimeSpan.FromMinutes(10), SharesMemory = true },
            new OutboundTarget("big", "openai", new Uri("https://gpu.example:8443/openai/v1")) { Key = "sk-of=mine", Patience = TimeSpan.FromSeconds(30), Retries = 0 },
        ]);

    [Fact]
    public void By_variables_and_flags_too()
    {
        _configured.Variables["MYSPINBOT_TARGETS_SERVERS"] = "a=openai:http://a:1, b=openai:http://b:2";
        _configured.Variables["MYSPINBOT_TARGETS_KEYS"] = "b=key-of-b";

        Read().Targets.Select(target => (target.Name, target.Key)).ShouldBe([("a", null), ("b", "key-of-b")]);
        Read("--target", "b=ollama:http://127.0.0.1:3").Targets.ShouldHaveSingleItem().Kind.ShouldBe("ollama");
    }

    [Theory]
    [InlineData("servers: ['home=ollama']", "targets.servers takes servers as NAME=KIND:ADDRESS, where KIND is openai or ollama, such as home=ollama:http://127.0.0.1:11434, not 'home=ollama'.")]
    [InlineData("servers: ['home=tgi:http://a']", "targets.servers takes")]
    [InlineData("servers: ['a/b=ollama:http://a']", "targets.servers takes")]
    [InlineData("servers: ['local=ollama:http://a']", "targets.servers takes")]
    [InlineData("servers: ['a=ollama:file:///etc/passwd']", "targets.servers takes")]
    [InlineData("servers: ['a=ollama:http://user:word@a']", "targets.servers takes")]
    [InlineData("servers: ['a=ollama:http://a?x=1']", "targets.servers takes")]
    [InlineData("servers: ['a=ollama:http://a', 'A=openai:http://b']", "targets.servers names 'a' twice; keep one of them, or give each server a name of its own.")]
    [InlineData("servers: ['a=ollama:http://a']\n  keys: [b=secret-of-b]", "targets.keys speaks of 'b', and targets.servers names only 'a'.")]
    [InlineData("keys: [b=secret-of-b]", "targets.keys speaks of 'b', and targets.servers names no server.")]
    [InlineData("keys: ['b=secret-of-b with blanks']", "targets.keys takes keys as NAME=KEY, with NAME of a target and a KEY of visible characters, not what was given.")]
    [InlineData("patience: [2m, 3m]", "targets.patience says twice what holds for all targets; keep one of them.")]
    [InlineData("patience: ['=3m']", "targets.patience takes")]
    [InlineData("servers: ['a=ollama:http://a']\n  retries: [a=99]", "targets.retries takes a number from 0 to 10, for all targets or for one as NAME=N, not 'a=99'.")]
    [InlineData("here: [a]", "targets.here speaks of 'a', and targets.servers names no server.")]
    public void Wrongly_with_a_sentence(string yaml, string sentence)
    {
        var faults = _configured.Faults($"targets:\n  {yaml}\n");

        faults.ShouldContain(sentence);
        faults.ShouldNotContain("secret-of-b");
    }

    [Fact]
    public void Their_keys_are_not_shown_and_not_logged()
    {
        var file = _configured.File(Yaml);

        _configured.Shown("targets.keys", "--config", file).ShouldStartWith("(hidden) ");
        _configured.Run("config", "show", "--json", "--config", file).Output.ShouldNotContain("sk-of");
        var error = new StringWriter();
        new LogWriter(_configured.Surroundings(TextWriter.Null, error), isJson: false, "sk-of=mine").Write(new LogEntry(LogLevel.Warning, "report", "They do not take sk-of=mine."));
        error.ToString().ShouldEndWith("They do not take (hidden).\n");
    }

    [Fact]
    public void A_worker_is_told_by_a_variable_that_nothing_else_gets()
    {
        var launch = Served("--config", _configured.File(Yaml)).Worker;
        var told = launch.Variables[WorkerTargets.Variable];
        var blank = Read("--config", _configured.File("version: 1", "blank.yaml"));
        _configured.Variables[WorkerTargets.Variable] = told;
        var surroundings = _configured.Surroundings(TextWriter.Null, TextWriter.Null) with { Forget = name => _configured.Variables.Remove(name).ShouldBeTrue() };

        var options = WorkerTargets.Read(blank, surroundings);

        _configured.Variables.ShouldNotContainKey(WorkerTargets.Variable);
        options.Targets.ShouldBe(Read("--config", _configured.File(Yaml)).Targets);
        string.Join(' ', launch.Arguments).ShouldNotContain("sk-of");
        (launch.Variables["MYSPINBOT_TARGETS_KEYS"], Served("--config", _configured.File(Yaml)).Previewer!.Variables["MYSPINBOT_TARGETS_KEYS"]).ShouldBe(("", ""));
        Served("--config", _configured.File(Yaml)).Previewer!.Variables.Keys.ShouldNotContain(WorkerTargets.Variable);
    }

    [Fact]
    public void A_worker_that_is_told_nonsense_does_not_repeat_it()
    {
        var blank = Read();
        _configured.Variables[WorkerTargets.Variable] = "sk-of=mine";

        var refusal = Should.Throw<ConfigurationRefusal>(() => WorkerTargets.Read(blank, _configured.Surroundings(TextWriter.Null, TextWriter.Null)));

        refusal.Message.ShouldContain("is not what a server tells its worker");
        refusal.Message.ShouldNotContain("sk-of");
    }

    public void Dispose() => _configured.Dispose();

    private EngineOptions Read(params string[] line)
    {
        var command = new Command("run");
        var flags = new EngineFlags().AddTo(command, runs: true);
        return flags.Read(command.Parse(line), _configured.Surroundings(TextWriter.Null, TextWriter.Null), null);
    }

    private Server.ServerOptions Served(params string[] line)
    {
        var command = new Command("serve");
        var flags = new ServeFlags().AddTo(command);
        var surroundings = _configured.Surroundings(TextWriter.Null, TextWriter.Null);
        return ServeFlags.OptionsOf(flags.Configuration(command.Parse(line), surroundings), surroundings);
    }
}
