using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using MySpinBot.Sdk.Tests.Fakes;

namespace MySpinBot.Sdk.Tests.Surface;

public sealed class The_package_is_all_an_author_needs
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="MySpinBot.Sdk" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private const string Node = """
        using MySpinBot.Sdk;

        namespace Shouting;

        /// <summary>Nodes over texts.</summary>
        public static class TextNodes
        {
            /// <summary>Makes a text loud.</summary>
            /// <param name="text">The text.</param>
            [Node("Shout", Category = "text")]
            public static string Shout(string text) => text.ToUpperInvariant() + "!";
        }
        """;

    [Fact]
    public async Task A_plugin_builds_against_it_leaves_it_to_the_host_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-author-").FullName;
        try
        {
            await Dotnet(ApprovedText.Root, "pack", "sdk/MySpinBot.Sdk", "--no-build", "-c", Configuration, "-o", Path.Combine(folder, "feed"));
            await WritePlugin(Path.Combine(folder, "plugin"), Path.Combine(folder, "feed"));
            await Dotnet(Path.Combine(folder, "plugin"), "build", "-o", "out");
            var output = Path.Combine(folder, "plugin", "out");

            Directory.GetFiles(output, "*.dll").Select(Path.GetFileName).ShouldBe(["Shouting.dll"]);
            (await File.ReadAllTextAsync(Path.Combine(output, "Shouting.deps.json"))).ShouldNotContain("MySpinBot.Sdk.dll");
            (await Shout(Path.Combine(output, "Shouting.dll"))).ShouldBe("HELLO!");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WritePlugin(string folder, string feed)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Shouting.csproj"), Project);
        await File.WriteAllTextAsync(Path.Combine(folder, "TextNodes.cs"), Node);

        // Its own package folder, so that an older package of the same version is not taken for this one.
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
            </configuration>
            """);
    }

    private static async Task<object?> Shout(string path)
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        try
        {
            var assembly = context.LoadFromAssemblyPath(path);
            var pack = (INodePack)Activator.CreateInstance(assembly.GetCustomAttribute<NodePackAttribute>().ShouldNotBeNull().PackType)!;
            var node = pack.Nodes.ShouldHaveSingleItem();
            node.Descriptor.Description.ShouldBe("Makes a text loud.");
            return (await node.Invoke(new NodeCall(["hello"], new QuietContext(), new PackServices(pack)))).Outputs!.Single();
        }
        finally
        {
            context.Unload();
        }
    }

    private static async Task Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Build servers would outlive the test.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', arguments)} said:\n{output}{await errors}");
    }
}
