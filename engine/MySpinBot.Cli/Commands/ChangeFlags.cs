using System.CommandLine;
using MySpinBot.Cli.Graphs;

namespace MySpinBot.Cli.Commands;

/// <summary>The options that change a graph before it is looked at.</summary>
internal sealed class ChangeFlags
{
    private readonly Option<string[]> _settings = new("--set") { Description = "Give an input of a node another value.", HelpName = "NODE.INPUT=VALUE" };
    private readonly Option<string[]> _inputs = new("--input") { Description = "Give a named input of the graph its value.", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> _targets = new("--target") { Description = "Make this node instead of those that the graph names.", HelpName = "NODE" };

    public ChangeFlags()
    {
        Demand(_settings, Assignment.OfSetting, Assignment.SettingForm);
        Demand(_inputs, Assignment.OfInput, Assignment.InputForm);
    }

    public ChangeFlags AddTo(Command command)
    {
        command.Add(_settings);
        command.Add(_inputs);
        command.Add(_targets);
        return this;
    }

    public GraphChanges Read(ParseResult parsed) => new(
        [.. (parsed.GetValue(_settings) ?? []).Select(text => Assignment.OfSetting(text)!)],
        [.. (parsed.GetValue(_inputs) ?? []).Select(text => Assignment.OfInput(text)!)],
        [.. parsed.GetValue(_targets) ?? []]);

    private static void Demand(Option<string[]> option, Func<string, Assignment?> read, string form)
        => option.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => read(text) is null))
            {
                result.AddError($"{form} What was given is '{text}'.");
            }
        });
}
