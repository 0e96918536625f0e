using System.Diagnostics;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Configuring;

public sealed class What_is_wrong_with_a_configuration : IDisposable
{
    private readonly Configured _configured = new();

    [Fact]
    public void Is_told_all_at_once_with_lines_and_with_what_may_be_meant()
        => _configured.Faults("""
            version: 1
            server:
              prot: 1
              port: 99999
            jobs:
              at_once: [1, 2]
              port: 3
            folder: 3
            log:
              level: loud
              level: info
            limits:
              streams: { most: 3 }
            """).ShouldBe("""
            3: there is no setting 'server.prot'. Did you mean 'server.port'?
            4: server.port takes a port from 0 to 65535, not '99999'.
            6: jobs.at_once takes one value, not 2.
            7: there is no setting 'jobs.port'. Did you mean 'server.port'?
            8: 'folder' is to be a section: write 'folder:' and its settings indented below.
            10: log.level takes one of debug, info, warning, error, not 'loud'.
            11: 'log.level' stands in this file twice; keep one of them.
            13: 'streams' takes a value or a list of values, and nothing nested.
            """);

    [Theory]
    [InlineData("version: 2", "1: this program reads configurations of version 1, not '2'.")]
    [InlineData("- a\n- b", "1: a configuration is sections")]
    [InlineData("hello", "1: a configuration is sections")]
    [InlineData("server: { port: 1", "this is not YAML")]
    [InlineData("server: &a { port: 1 }", "1: anchors (&) and tags (!)")]
    [InlineData("server: { port: !!int 1 }", "1: anchors (&) and tags (!)")]
    [InlineData("a: 1\n---\nb: 2", "2: a configuration is one document")]
    [InlineData("server: { ? [1] : 2 }", "the name of a setting is to be a plain word")]
    [InlineData("jobs: { grace: 2h }", "1: jobs.grace takes seconds, or a time like 90s, 5m, 12h or 30d, from 0 to 1h, not '2h'.")]
    [InlineData("traces: { endpoint: 'ftp://x' }", "1: traces.endpoint takes an address that begins with http:// or https://")]
    [InlineData("traces: { endpoint: 'http://user:word@x' }", "1: traces.endpoint takes an address that begins with http:// or https://")]
    [InlineData("server: { listen: my.box }", "1: server.listen takes an IP address of this machine, not 'my.box'.")]
    [InlineData("server: { host_names: [box, 'http://box'] }", "1: server.host_names takes names of hosts, not 'http://box'.")]
    [InlineData("server: { origins: [box] }", "1: server.origins takes origins like http://host:port, not 'box'.")]
    [InlineData("server: { origins: ['http://box/page'] }", "1: server.origins takes origins like http://host:port, not 'http://box/page'.")]
    [InlineData("webhooks: { allowed_hosts: ['a b'] }", "1: webhooks.allowed_hosts takes hosts (name, name:port) or networks (10.0.0.0/8), not 'a b'.")]
    [InlineData("models: { allowed_hosts: [10.0.0.0/99] }", "1: models.allowed_hosts takes hosts (name, name:port) or networks (10.0.0.0/8), not '10.0.0.0/99'.")]
    [InlineData("traces: { headers: sesame }", "1: traces.headers takes headers as name=value,name=value, not what was given.")]
    public void Has_a_sentence(string yaml, string sentence) => _configured.Faults(yaml).ShouldContain(sentence);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a remark")]
    [InlineData("version: 1")]
    [InlineData("server:")]
    [InlineData("server:\n  port:\n")]
    [InlineData("server: { listen: '[::1]', host_names: [box, box.lan], origins: ['http://box:8188', 'https://box/', 'chrome-extension://abc'] }")]
    [InlineData("webhooks: { allowed_hosts: [box, 'box:9000', 10.0.0.0/8, '[::1]:80'] }\ntraces: { headers: 'authorization=Bearer a=b, x-tenant=c' }")]
    [InlineData("server: { port: 0 }\njobs: { drain: 1.5m, grace: 0 }\nmemory: { cpu_only: yes, budget: 4GB }\ncache: { mode: 'lru:10' }\nretention: { age: 30d, jobs: 1000 }")]
    public void Is_nothing_in_these(string yaml) => _configured.Faults(yaml).ShouldBeEmpty();

    [Fact]
    public void A_file_cannot_be_made_to_grow_or_to_take_long()
    {
        var began = Stopwatch.GetTimestamp();
        var bomb = "server:\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"  b{i}: &b{i} [*a, *a, *a, *a, *a, *a, *a, *a]\n"));
        _configured.Faults(bomb).ShouldContain("anchors (&)");
        _configured.Faults(new string('[', 100_000)).ShouldContain("brackets");
        _configured.Faults(new string(' ', 200_000)).ShouldContain("no configuration needs more than");
        _configured.Faults(string.Concat(Enumerable.Repeat("{", 1_000))).ShouldNotBeEmpty();
        _configured.Faults(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"a{i}:\n"))).ShouldBeEmpty();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("MYSPINBOT_SERVER_PROT", "Did you mean 'MYSPINBOT_SERVER_PORT'?")]
    [InlineData("MYSPINBOT_DATTA", "Did you mean 'MYSPINBOT_DATA'?")]
    [InlineData("MYSPINBOT_COLOUR_OF_THE_SKY", "'myspinbot config show' lists those that do.")]
    public void A_variable_that_means_nothing_is_said(string variable, string sentence)
    {
        _configured.Variables[variable] = "1";

        var (exitCode, output, error) = _configured.Run("config", "show");

        exitCode.ShouldBe(ExitCode.Wrong);
        output.ShouldBeEmpty();
        error.ShouldContain($"The variable {variable} means nothing to MySpinBot.");
        error.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("MYSPINBOT_SECRET_WEATHER")]
    [InlineData("MYSPINBOT_HOME")]
    [InlineData("MYSPINBOT_SERVICE_HOST")]
    [InlineData("MYSPINBOT_SERVICE_PORT_HTTP")]
    [InlineData("MYSPINBOT_PORT")]
    [InlineData("MYSPINBOT_PORT_8188_TCP_ADDR")]
    public void Variables_of_others_are_left_alone(string variable)
    {
        _configured.Variables[variable] = "tcp://10.0.0.1:8188";

        _configured.Run("config", "show").ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void Flags_variables_and_the_file_are_all_looked_at()
    {
        _configured.Variables["MYSPINBOT_CONFIG"] = _configured.File("server: { port: many }");
        _configured.Variables["MYSPINBOT_JOBS_AT_ONCE"] = "0";

        var (exitCode, _, error) = _configured.Run("serve", "--cache-lru", "-1", "--grace", "soon");

        exitCode.ShouldBe(ExitCode.Wrong);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace(_configured.Folder, "DIR", StringComparison.Ordinal)).ShouldBe(
        [
            "DIR/config.yaml:1: server.port takes a port from 0 to 65535, not 'many'. [configuration]",
            "MYSPINBOT_JOBS_AT_ONCE takes a number from 1 to 64, not '0'. [configuration]",
            "--grace takes seconds, or a time like 90s, 5m, 12h or 30d, from 0 to 1h, not 'soon'. [configuration]",
            "--cache-lru takes how many results, from 0 to 1000000, not '-1'. [configuration]",
        ]);
    }

    [Fact]
    public void A_folder_is_no_file() => _configured.Run("config", "check", _configured.Folder).Error.ShouldContain($"The configuration {_configured.Folder} is a folder; name a file in it");

    [Fact]
    public void A_file_is_checked_alone()
    {
        _configured.Variables["MYSPINBOT_JOBS_AT_ONCE"] = "0";

        _configured.Run("config", "check", _configured.File("server: { port: 1 }")).Output.ShouldEndWith("config.yaml is right. Settings in it: 1.\n");
        var (exitCode, output, _) = _configured.Run("config", "check", _configured.File("server: { port: x }"), "--json");
        exitCode.ShouldBe(ExitCode.Wrong);
        output.ShouldStartWith("{\"event\":\"problem\",\"code\":\"configuration\"");
    }

    public void Dispose() => _configured.Dispose();
}
