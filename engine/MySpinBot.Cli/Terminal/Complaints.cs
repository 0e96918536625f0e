using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Terminal;

/// <summary>Says what is wrong before anything ran: sentences on the error stream, or one JSON object a line.</summary>
internal sealed class Complaints(Surroundings surroundings, bool asJson)
{
    /// <summary>Says all problems.</summary>
    /// <returns>The exit code that goes with them.</returns>
    public int Say(IReadOnlyCollection<GraphProblem> problems)
    {
        foreach (var problem in problems)
        {
            if (asJson)
            {
                surroundings.Output.WriteLine(Line("problem", JsonSerializer.SerializeToNode(problem, MessageJson.Options)!.AsObject()));
            }
            else
            {
                surroundings.Error.WriteLine($"{PlainText.Of(problem.Sentence)} [{problem.Code}]");
            }
        }

        return ExitCode.Wrong;
    }

    /// <summary>Says something that is not about the graph.</summary>
    public void Say(string kind, string sentence)
    {
        if (asJson)
        {
            surroundings.Output.WriteLine(Line(kind, new JsonObject { ["sentence"] = sentence }));
        }
        else
        {
            surroundings.Error.WriteLine(PlainText.Of(sentence));
        }
    }

    private static string Line(string kind, JsonObject fields)
    {
        fields.Insert(0, "event", kind);
        return fields.ToJsonString(MessageJson.Options);
    }
}
