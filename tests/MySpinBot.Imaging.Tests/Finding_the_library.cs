using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Finding_the_library : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("natives").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_named_folder_without_it_is_reported_with_the_way_to_get_it()
        => Should.Throw<NodeFailure>(() => NativeSearch.Vips.Load(_folder, _folder)).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain($"MYSPINBOT_NATIVES names '{_folder}'"), m => m.ShouldContain("npm ci --ignore-scripts --prefix natives"));

    [Fact]
    public void A_file_that_is_no_library_is_reported()
    {
        File.WriteAllText(Path.Combine(_folder, "libvips-cpp.so.8"), "not a library");
        Should.Throw<NodeFailure>(() => NativeSearch.Vips.Load(_folder, _folder)).Message.ShouldContain("cannot be loaded");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("lib")]
    [InlineData("@img/sharp-libvips-linux-x64/lib")]
    [InlineData("node_modules/@img/sharp-libvips-linux-x64/lib")]
    public void It_is_found_where_npm_or_a_package_puts_it(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The package's name differs elsewhere.");
        var file = Path.Combine(_folder, place, "libvips-cpp.so.8.18.7");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        Path.GetFullPath(NativeSearch.Vips.FileIn(_folder)!).ShouldBe(Path.GetFullPath(file));
    }
}
