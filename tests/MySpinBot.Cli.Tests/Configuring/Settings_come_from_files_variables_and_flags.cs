using System.Text.Json;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Configuring;

public sealed class Settings_come_from_files_variables_and_flags : IDisposable
{
    private readonly Configured _configured = new();

    [Fact]
    public void A_flag_goes_before_a_variable_and_that_before_a_file()
    {
        _configured.Shown("server.port").ShouldBe("8188 (default)");

        var file = _configured.File("server:\n  port: 9001\n");
        _configured.Shown("server.port", "--config", file).ShouldBe("9001 (DIR/config.yaml:2)");

        _configured.Variables["MYSPINBOT_SERVER_PORT"] = "9002";
        _configured.Shown("server.port", "--config", file).ShouldBe("9002 (MYSPINBOT_SERVER_PORT)");
        _configured.Shown("server.port", "--config", file, "--port", "9003").ShouldBe("9003 (--port)");
    }

    [Theory]
    [InlineData("XDG_CONFIG_HOME", "xdg/myspinbot/config.yaml")]
    [InlineData(null, ".config/myspinbot/config.yaml")]
    public void The_file_is_found_where_such_files_are(string? variable, string place)
    {
        _configured.File("jobs: { at_once: 7 }", place);
        if (variable is not null)
        {
            _configured.Variables[variable] = Path.Join(_configured.Folder, "xdg");
        }

        _configured.Shown("jobs.at_once").ShouldBe($"7 (DIR/{place}:1)");
    }

    [Fact]
    public void A_relative_folder_of_XDG_is_passed_over()
    {
        _configured.Variables["XDG_DATA_HOME"] = "relative";
        _configured.Shown("folders.data").ShouldBe("DIR/.local/share/myspinbot (default)");

        _configured.Variables["XDG_DATA_HOME"] = "/x";
        _configured.Shown("folders.data").ShouldBe("/x/myspinbot (default)");
    }

    [Fact]
    public void What_the_engine_allows_itself_is_known_to_who_asks_for_devices()
    {
        _configured.Variables["MYSPINBOT_MEMORY_BUDGET"] = "2GB";

        JsonElement.Parse(_configured.Run("devices", "--json").Output).GetProperty("host").GetProperty("budget_bytes").GetInt64().ShouldBe(2L << 30);
        _configured.Run("devices", "--memory-budget", "much").Error.ShouldStartWith("--memory-budget takes an amount like 4GB");
    }

    [Fact]
    public void A_file_that_somebody_names_has_to_be_there()
    {
        _configured.Variables["MYSPINBOT_CONFIG"] = Path.Join(_configured.Folder, "nowhere.yaml");

        var (exitCode, _, error) = _configured.Run("config", "show");

        exitCode.ShouldBe(ExitCode.Wrong);
        error.ShouldContain("nowhere.yaml cannot be read");
    }

    [Fact]
    public void Names_in_a_file_are_meant_from_where_it_is_and_those_of_flags_from_here()
    {
        var file = _configured.File("folders:\n  output: results\n  input: ~/in\n");

        _configured.Shown("folders.output", "--config", file).ShouldBe("DIR/results (DIR/config.yaml:2)");
        _configured.Shown("folders.input", "--config", file).ShouldBe("DIR/in (DIR/config.yaml:3)");
    }

    [Fact]
    public void Lists_are_lines_in_a_file_commas_in_a_variable_and_flags_that_come_again()
    {
        var file = _configured.File("server:\n  host_names:\n    - box\n    - box.lan\n");
        _configured.Shown("server.host_names", "--config", file).ShouldBe("box, box.lan (DIR/config.yaml:2)");

        _configured.Variables["MYSPINBOT_SERVER_HOST_NAMES"] = "a, b";
        _configured.Shown("server.host_names").ShouldBe("a, b (MYSPINBOT_SERVER_HOST_NAMES)");
        _configured.Shown("server.host_names", "--host-name", "c", "--host-name", "d").ShouldBe("c, d (--host-name)");
    }

    [Theory]
    [InlineData("--cache-classic", "classic (--cache-classic)")]
    [InlineData("--cache-lru 5", "lru:5 (--cache-lru)")]
    [InlineData("--cache-mode none", "none (--cache-mode)")]
    [InlineData("", "store (default)")]
    public void Cache_modes_have_the_flags_of_ComfyUI(string flags, string shown) => _configured.Shown("cache.mode", flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(shown);

    [Theory]
    [InlineData("--listen", "0.0.0.0 (--listen)")]
    [InlineData("--listen 10.0.0.1", "10.0.0.1 (--listen)")]
    public void Listening_needs_no_address(string flags, string shown) => _configured.Shown("server.listen", flags.Split(' ')).ShouldBe(shown);

    [Fact]
    public void A_short_variable_means_the_same_as_the_long_one_and_must_not_contradict_it()
    {
        _configured.Variables["MYSPINBOT_DATA"] = "/d";
        _configured.Shown("folders.data").ShouldBe("/d (MYSPINBOT_DATA)");

        _configured.Variables["MYSPINBOT_FOLDERS_DATA"] = "/e";
        _configured.Run("config", "show").Error.ShouldContain("MYSPINBOT_FOLDERS_DATA and MYSPINBOT_DATA mean the same setting");
    }

    [Fact]
    public void What_is_secret_is_not_shown_and_has_no_flag()
    {
        _configured.Variables["MYSPINBOT_TRACES_HEADERS"] = "authorization=of-mine";

        _configured.Shown("traces.headers").ShouldBe("(hidden) (MYSPINBOT_TRACES_HEADERS)");
        _configured.Run("config", "show", "--json").Output.ShouldNotContain("of-mine");
        _configured.Run("config", "show", "--traces-headers", "x=y").ExitCode.ShouldBe(ExitCode.Wrong);
    }

    [Fact]
    public void Commands_that_run_graphs_heed_the_same_file()
    {
        var cache = Directory.CreateDirectory(Path.Join(_configured.Folder, "kept")).FullName;
        _configured.Variables["MYSPINBOT_CONFIG"] = _configured.File("cache: { folder: kept }");

        _configured.Run("cache", "size").Output.ShouldContain(cache);

        _configured.File("cache: { foldre: kept }");
        var (exitCode, _, error) = _configured.Run("cache", "size");
        exitCode.ShouldBe(ExitCode.Wrong);
        error.ShouldContain("Did you mean 'cache.folder'?");
    }

    public void Dispose() => _configured.Dispose();
}
