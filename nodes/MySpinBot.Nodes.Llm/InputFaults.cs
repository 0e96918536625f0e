using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What is wrong with inputs, found by reading them before a run.</summary>
internal static class InputFaults
{
    /// <summary>Reads each, and tells what each refuses.</summary>
    public static IEnumerable<InputFault> Of(params (string Input, Func<object?> Read)[] inputs)
    {
        var faults = new List<InputFault>();
        foreach (var (input, read) in inputs)
        {
            try
            {
                read();
            }
            catch (NodeFailure failure)
            {
                faults.Add(new InputFault(failure.Input ?? input, failure.Message));
            }
        }

        return faults;
    }
}
