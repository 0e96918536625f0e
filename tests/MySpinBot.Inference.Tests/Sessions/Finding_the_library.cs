using MySpinBot.Sdk;

namespace MySpinBot.Inference.Tests;

public sealed class Finding_the_library : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("natives").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_named_folder_without_it_is_reported_with_the_way_to_get_it()
        => Should.Throw<NodeFailure>(() => OnnxRuntimeLibrary.File.Load(_folder, _folder)).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain($"MYSPINBOT_NATIVES names '{_folder}', but no libonnxruntime lies there"), m => m.ShouldContain("npm ci --ignore-scripts --prefix natives"));

    [Fact]
    public void A_machine_without_it_is_told_how_to_get_it()
        => Should.Throw<NodeFailure>(() => OnnxRuntimeLibrary.File.Load(null, _folder)).Message.ShouldStartWith("The inference library libonnxruntime is missing; ");

    [Theory]
    [InlineData(".")]
    [InlineData("natives/node_modules/onnxruntime-node/bin/napi-v6/linux/x64")]
    [InlineData("natives/cuda/lib")]
    public void It_is_found_beside_and_above_the_program(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The package's folder differs elsewhere.");
        var file = Put(Path.Combine(_folder, place));
        OnnxRuntimeLibrary.File.Find(null, place == "." ? _folder : Path.Combine(_folder, "artifacts", "bin")).ShouldBe(file);
    }

    [Fact]
    public void That_of_the_folder_of_CUDA_comes_first_also_where_only_the_packages_are_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The package's folder differs elsewhere.");
        var packages = Path.Combine(_folder, "natives", "node_modules");
        var plain = Put(Path.Combine(packages, "onnxruntime-node", "bin", "napi-v6", "linux", "x64"));
        OnnxRuntimeLibrary.File.Find(packages, "").ShouldBe(plain);

        var cuda = Path.Combine(_folder, "natives", "cuda", "lib");
        Directory.CreateDirectory(cuda);
        var link = File.CreateSymbolicLink(Path.Combine(cuda, "libonnxruntime.so.1"), plain).FullName;
        OnnxRuntimeLibrary.File.Find(packages, "").ShouldBe(link);

        // A link that leads nowhere is passed over.
        File.Move(plain, plain + "1");
        OnnxRuntimeLibrary.File.Find(packages, "").ShouldBe(plain + "1");
    }

    private static string Put(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "libonnxruntime.so.1");
        File.WriteAllText(file, "");
        return Path.GetFullPath(file);
    }
}
