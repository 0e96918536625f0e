using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Cli.Terminal;

/// <summary>Says what the engine reports beside its work: a damaged cache, a plugin that was refused. A warning on the error stream,
/// an event line where the answer is one object a line, and part of the screen while one is drawn. Called from any thread.</summary>
internal sealed class Notices(Surroundings surroundings, bool asJson)
{
    private volatile IRunScreen? _screen;

    /// <summary>Says one.</summary>
    public void Say(string sentence)
    {
        var plain = PlainText.OnOneLine(sentence);
        if (asJson)
        {
            surroundings.Output.WriteLine(new JsonObject { ["event"] = "notice", ["sentence"] = plain }.ToJsonString(MessageJson.Options));
        }
        else if (_screen is { } screen)
        {
            screen.Warn(plain);
        }
        else
        {
            surroundings.Error.WriteLine($"Warning: {plain}");
        }
    }

    /// <summary>Says which plugins are not there: what a graph lacks may be theirs.</summary>
    public void SayRefused(Engine engine)
    {
        foreach (var problem in engine.PluginProblems)
        {
            Say(problem);
        }

        foreach (var plugin in engine.Plugins.Where(plugin => plugin.State == PluginState.Refused))
        {
            Say($"Plugin {plugin.Name} was not loaded, so its nodes are missing: {string.Join(' ', plugin.Problems)}");
        }
    }

    /// <summary>Says what a person should know of a graph that was converted.</summary>
    public void SayOf(CheckedGraph graph)
    {
        foreach (var notice in graph.Notices)
        {
            Say(notice.Sentence);
        }
    }

    /// <summary>Lets a screen show them, as long as it is drawn; null for none.</summary>
    public void ShowOn(IRunScreen? screen) => _screen = screen;
}
