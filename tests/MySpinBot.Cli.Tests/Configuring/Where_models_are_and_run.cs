using System.CommandLine;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Configuring;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Tests.Configuring;

public sealed class Where_models_are_and_run
{
    [Fact]
    public void A_run_has_the_folders_that_a_server_has()
    {
        using var configured = new Configured();
        configured.Variables["MYSPINBOT_MODELS"] = "/m";
        var more = configured.File("more: { base_path: /n, is_default: true, upscale_models: extra }", "extra.yaml");

        var options = Read(configured, runs: true, "--extra-model-paths-config", more);

        options.ModelFolders["upscale_models"].ShouldBe(["/n/extra", "/m/upscale_models"]);
        options.KnownModels.ShouldNotBeNull();
        Read(configured, runs: false, "--models-folder", "/other").ModelFolders["vae"].ShouldBe(["/other/vae"]);
        (options.Device, options.MemoryBudget).ShouldBe(("auto", null));
    }

    [Fact]
    public void A_file_of_folders_that_is_wrong_is_refused()
    {
        using var configured = new Configured();
        var bad = configured.File("- a", "extra.yaml");

        Should.Throw<ConfigurationRefusal>(() => Read(configured, runs: true, "--extra-model-paths-config", bad)).Faults.ShouldHaveSingleItem().ShouldStartWith($"The model paths in '{bad}' cannot be used: ");
    }

    [Theory]
    [InlineData("8GB", 8L << 30, "")]
    [InlineData("cpu=8GiB,cuda:0=20GB", 8L << 30, "cuda:0=21474836480")]
    [InlineData("cuda:0=1GB, cuda:3=512MB", null, "cuda:0=1073741824,cuda:3=536870912")]
    public void Memory_is_given_for_the_host_or_by_device(string written, long? host, string devices)
    {
        using var configured = new Configured();

        var options = Read(configured, runs: true, "--memory-budget", written);

        options.MemoryBudget.ShouldBe(host);
        Forms.Written(options.DeviceBudgets).ShouldBe(devices);
    }

    [Theory]
    [InlineData("memory: { budget: 'cuda=1GB' }", "memory.budget takes an amount like 4GB")]
    [InlineData("memory: { budget: 'cpu=1GB,cpu=2GB' }", "memory.budget takes")]
    [InlineData("memory: { budget: 'cuda:0=' }", "memory.budget takes")]
    [InlineData("memory: { device: gpu }", "memory.device takes auto, cpu, cuda, or one of several: cuda:0, cuda:1, …, not 'gpu'.")]
    [InlineData("memory: { device: 'cuda:99' }", "memory.device takes")]
    public void What_fits_no_device_is_told(string yaml, string said)
    {
        using var configured = new Configured();

        configured.Faults(yaml).ShouldContain(said);
    }

    private static EngineOptions Read(Configured configured, bool runs, params string[] line)
    {
        var command = new Command("run");
        var flags = new EngineFlags().AddTo(command, runs);
        var parsed = command.Parse(line);
        parsed.Errors.ShouldBeEmpty();
        return flags.Read(parsed, configured.Surroundings(TextWriter.Null, TextWriter.Null), null);
    }
}
