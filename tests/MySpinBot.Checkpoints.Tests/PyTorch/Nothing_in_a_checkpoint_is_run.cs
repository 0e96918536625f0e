using MySpinBot.Imaging.Tests;

namespace MySpinBot.Checkpoints.Tests.PyTorch;

public sealed class Nothing_in_a_checkpoint_is_run : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-malicious").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Malicious => [.. Golden.Json("pth-reading", "malicious.json").EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Malicious))]
    public void A_file_that_wants_a_program_to_run_is_refused_by_its_name(string name)
    {
        var marker = Path.Combine(Path.GetTempPath(), "PWNED_by_malicious_pth");
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, Golden.Json("pth-reading", "malicious.json").GetProperty(name).GetBytesFromBase64());
        var wanted = Golden.Json("pth-reading", "pickle_globals.json").TryGetProperty(name, out var globals)
            ? globals.EnumerateArray().Select(global => global.GetString()!).Where(global => global.Contains("system", StringComparison.Ordinal) || global.Contains("eval", StringComparison.Ordinal) || global.Contains("hub", StringComparison.Ordinal)).ToList() : [];

        var fault = Should.Throw<CheckpointException>(() => Checkpoint.Open(path).Dispose());

        fault.Message.ShouldContain(name);
        fault.Message.ShouldContain("Nothing was run");
        wanted.ShouldAllBe(function => fault.Message.Contains(function));
        File.Exists(marker).ShouldBeFalse();
    }
}
