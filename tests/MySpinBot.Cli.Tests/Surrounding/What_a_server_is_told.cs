using System.CommandLine;
using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;
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

    private static ServerOptions Told(Dictionary<string, string> variables, params string[] line)
    {
        var surroundings = new Surroundings { Input = () => Stream.Null, Output = TextWriter.Null, Error = TextWriter.Null, IsTerminal = false, Variable = variables.GetValueOrDefault };
        var command = new Command("serve");
        var flags = new ServeFlags().AddTo(command);
        var parsed = command.Parse(line);
        parsed.Errors.ShouldBeEmpty();
        return ServeFlags.OptionsOf(flags.Configuration(parsed, surroundings), surroundings);
    }
}
