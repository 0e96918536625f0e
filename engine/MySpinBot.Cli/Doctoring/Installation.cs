using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Imaging;
using MySpinBot.Language;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Doctoring;

/// <summary>Looks at what came with the program: its libraries and plugins.</summary>
internal sealed class Installation(Configuration configuration, Surroundings surroundings)
{
    /// <summary>The library for pictures, by making one.</summary>
    public static Finding Pictures()
    {
        try
        {
            var picture = ImageCodec.Encode(Image.Own(1, 1, 1, 3, [1f, 0f, 0f]), new PngEncoding());
            return Finding.Ok("libvips", $"The library for pictures works: it made a PNG of {picture.Length} bytes.");
        }
        catch (NodeFailure fault)
        {
            return Finding.Fail("libvips", fault.Message, "./myspinbot build (it brings the library), or apt-get install libvips42");
        }
    }

    /// <summary>The library for language models, by loading it.</summary>
    public static Finding Language()
    {
        const string check = "libllama";
        try
        {
            var accelerators = string.Concat(LanguageLibrary.Accelerators.Select(device => $" and {device.Id} ({device.Title}, {ByteSize.Write(device.Bytes)})"));
            return Finding.Ok(check, $"The library for language models works: llama.cpp {LanguageLibrary.Version} on the processor{accelerators}.");
        }
        catch (NodeFailure fault)
        {
            return Finding.Warn(check, fault.Message, "./myspinbot build (it brings the library)");
        }
    }

    /// <summary>Plugins, by loading them.</summary>
    public async Task<IReadOnlyList<Finding>> PluginsAsync(CancellationToken cancellation)
    {
        const string check = "plugins";
        const string remedy = "./myspinbot build, or mend the list of plugins (plugins.file); 'myspinbot plugins' says more";
        var options = new EngineOptions { OutputFolder = configuration.OutputFolder, PluginsFile = configuration.PluginsFile, Time = surroundings.Time };
        await using var engine = await Engine.OpenAsync(options, cancellation);
        List<Finding> findings = [.. engine.PluginProblems.Select(problem => Finding.Fail(check, problem, remedy))];
        foreach (var plugin in engine.Plugins)
        {
            findings.Add(plugin.State == PluginState.Refused ? Finding.Fail(check, $"{plugin.Name} was not loaded: {string.Join(' ', plugin.Problems)}", remedy)
                : Finding.Ok(check, $"{plugin.Name}: {plugin.Nodes.Length} nodes."));
        }

        return findings.Count > 0 ? findings : [Finding.Warn(check, $"{configuration.PluginsFile} lists no plugins: there are no nodes.", remedy)];
    }
}
