namespace MySpinBot.Sdk.Generators;

/// <summary>Writes how a call of a node runs and what its outcome is.</summary>
internal sealed class InvokerWriter(CodeWriter code, NodeDeclaration node, ArgumentWriter arguments, ChoiceWriter choices)
{
    private const string Outcome = Expressions.Sdk + "NodeOutcome";
    private const string Task = "global::System.Threading.Tasks.ValueTask";

    public void Write()
    {
        var returned = node.Return;
        code.Block($"private static {(returned.IsAwaited ? "async " : "")}{Task}<{Outcome}> Invoke({Expressions.Sdk}NodeCall call)", () =>
        {
            var call = returned.IsAwaited ? $"await {arguments.Call(node.Call)}.ConfigureAwait(false)" : arguments.Call(node.Call);
            code.Line(returned.IsVoid ? $"{call};" : $"var result = {call};");
            WriteOutcome(returned);
            Return($"{Outcome}.Of(new object?[] {{ {string.Join(", ", returned.Outputs.Select(Carry))} }})");
        });
    }

    private void WriteOutcome(ReturnDeclaration returned)
    {
        if (returned.IsOutcome)
        {
            code.Block("if (result.Expansion is { } expansion)", () => Return($"{Outcome}.Of(expansion)"));
            code.Line();
            code.Block("if (result.Blocked is { } blocked)", () => Return($"{Outcome}.Of(blocked)"));
            code.Line();
            code.Line("var value = result.Value!;");
        }
        else if (!returned.IsVoid)
        {
            code.Line("var value = result;");
        }

        if (returned.MayBeNull)
        {
            code.Block("if (value is null)", () => code.Line(
                $"throw new {Expressions.Sdk}NodeFailure({Literals.Of($"Node '{node.ClassType}' returned null in place of its outputs.")});"));
            code.Line();
        }
    }

    private void Return(string outcome) => code.Line(node.Return.IsAwaited ? $"return {outcome};" : $"return new {Task}<{Outcome}>({outcome});");

    private string Carry(OutputDeclaration output)
    {
        var value = output.Member is null ? "value" : "value." + output.Member;
        if (!output.Carried.IsList)
        {
            return CarryValue(output.Carried, value) ?? value;
        }

        return CarryValue(output.Carried, "item") is { } converted
            ? $"{Outcome}.Elements({value}, static item => {converted})"
            : $"{Outcome}.Elements({value})";
    }

    /// <summary>A value in the form that the host carries; null where it is in that form already.</summary>
    private string? CarryValue(Carried carried, string value)
    {
        var mark = carried.IsNullableValue ? "?" : "";
        return carried switch
        {
            { Type: "int" } => $"(object?)(long{mark}){value}",
            { Type: "ulong" } => $"unchecked((object?)(long{mark}){value})",
            { Type: "float" } => $"(object?)(double{mark}){value}",
            { Kind: ValueKind.Choice, IsNullableValue: true } => $"({value}.HasValue ? (object?){choices.NamerOf(carried)}({value}.Value) : null)",
            { Kind: ValueKind.Choice } => $"(object?){choices.NamerOf(carried)}({value})",
            _ => null,
        };
    }
}
