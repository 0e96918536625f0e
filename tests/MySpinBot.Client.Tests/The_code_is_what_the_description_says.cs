using System.Text.Json.Nodes;
using System.Diagnostics;

namespace MySpinBot.Client.Tests;

public sealed class The_code_is_what_the_description_says
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("client-").FullName;
    private static readonly string Description = Path.Join(AppContext.BaseDirectory, "openapi.json");

    [Fact]
    public async Task Another_field_in_the_description_fails_the_build_and_names_the_file()
    {
        (await GenerateAsync(Description, Folder)).Code.ShouldBe(0);
        (await GenerateAsync(Description, Folder, "--check")).Code.ShouldBe(0);
        var changed = JsonNode.Parse(await File.ReadAllTextAsync(Description, TestContext.Current.CancellationToken))!;
        changed["components"]!["schemas"]!["Pause"]!["properties"]!.AsObject().Add("since", new JsonObject { ["type"] = "string", ["format"] = "date-time" });
        var file = Path.Join(Folder, "..", $"{Path.GetFileName(Folder)}.json");
        await File.WriteAllTextAsync(file, changed.ToJsonString(), TestContext.Current.CancellationToken);

        var (code, said) = await GenerateAsync(file, Folder, "--check");

        code.ShouldBe(1);
        said.Trim().ShouldStartWith($"{Path.Join(Folder, "Pause.cs")}(1,1): error ");
        said.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private static async Task<(int Code, string Said)> GenerateAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Join(AppContext.BaseDirectory, "MySpinBot.Client.Generation.dll"), .. arguments]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }
}
