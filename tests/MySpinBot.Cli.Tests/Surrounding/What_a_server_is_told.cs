using System.CommandLine;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Tests.Configuring;
using MySpinBot.Runtime;
using MySpinBot.Server;

namespace MySpinBot.Cli.Tests.Surrounding;

public sealed class What_a_server_is_told
{
    [Fact]
    public void Models_lie_in_its_data_folder() => Told([], "--data", "/d").ModelFolders["text_encoders"].ShouldBe(["/d/models/text_encoders", "/d/models/clip"]);

    [Fact]
    public void A_variable_names_another_folder_of_models()
        => Told(new() { ["MYSPINBOT_MODELS"] = "/m" }, "--data", "/d").ModelFolders["loras"].ShouldBe(["/m/loras"]);

    [Theory]
    [InlineData("--cache-classic")]
    [InlineData("--cache-lru 0")]
    [InlineData("--cache-none")]
    public void With_a_cache_mode_of_ComfyUI_one_job_runs_at_a_time_and_its_worker_knows_the_mode(string mode)
    {
        var options = Told([], ["--data", "/d", "--jobs", "8", .. mode.Split(' ')]);

        options.JobsAtOnce.ShouldBe(1);
        string.Join(' ', options.Worker.Arguments).ShouldContain(mode);
    }

    [Fact]
    public void Its_worker_finds_the_same_models_and_uses_the_same_devices()
    {
        using var configured = new Configured();
        var more = configured.File("more: { base_path: /n=1, loras: extra }", "extra.yaml");
        var options = Told(new() { ["MYSPINBOT_MODELS"] = "/m" }, "--data", "/d", "--extra-model-paths-config", more, "--device", "cuda:1", "--memory-budget", "cpu=8GB,cuda:1=20GB", "--model-manifest", "/x.yaml");

        var engine = WorkerOf(options);

        options.ModelFolders["loras"].ShouldBe(["/m/loras", "/n=1/extra"]);
        engine.ModelFolders.Keys.Order().ShouldBe(options.ModelFolders.Keys.Order());
        engine.ModelFolders.ShouldAllBe(pair => pair.Value.SequenceEqual(options.ModelFolders[pair.Key]));
        (engine.Device, engine.MemoryBudget).ShouldBe(("cuda:1", 8L << 30));
        engine.DeviceBudgets.ShouldBe([KeyValuePair.Create("cuda:1", 20L << 30)]);
        engine.KnownModels.ShouldNotBeNull();
        options.Worker.Arguments.ShouldContain("/x.yaml");
        WorkerOf(Told([], "--data", "/d", "--cpu", "--device", "cuda:0")).Device.ShouldBe("cpu");
    }

    private static EngineOptions WorkerOf(ServerOptions options)
    {
        var command = new Command("worker") { new Option<string>("--data"), new Option<double>("--grace") };
        var (flags, models) = (new EngineFlags().AddTo(command, runs: true), new WorkerModels().AddTo(command));
        new CacheModeFlags().AddTo(command);
        var parsed = command.Parse([.. options.Worker.Arguments.SkipWhile(argument => argument != "worker").Skip(1)]);
        parsed.Errors.ShouldBeEmpty();
        return models.Read(flags.ReadForOthers(parsed, Silent([])), parsed, "/d");
    }

    private static Surroundings Silent(Dictionary<string, string> variables)
        => new() { Input = () => Stream.Null, Output = TextWriter.Null, Error = TextWriter.Null, IsTerminal = false, Variable = variables.GetValueOrDefault };

    private static ServerOptions Told(Dictionary<string, string> variables, params string[] line)
    {
        var surroundings = Silent(variables);
        var command = new Command("serve");
        var flags = new ServeFlags().AddTo(command);
        var parsed = command.Parse(line);
        parsed.Errors.ShouldBeEmpty();
        return ServeFlags.OptionsOf(flags.Configuration(parsed, surroundings), surroundings);
    }
}
