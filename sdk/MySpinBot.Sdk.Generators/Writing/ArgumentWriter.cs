namespace MySpinBot.Sdk.Generators;

/// <summary>Writes what stands between the parentheses of a call.</summary>
internal sealed class ArgumentWriter(EquatableArray<InputDeclaration> inputs, ChoiceWriter choices)
{
    /// <summary>The call of a method.</summary>
    public string Call(MethodCall call)
    {
        var owner = call.IsStatic ? call.Owner : $"call.Services.Get<{call.Owner}>()";
        return $"{owner}.{call.Method}({string.Join(", ", call.Arguments.Select(Expression))})";
    }

    private string Expression(Argument argument) => argument.Kind switch
    {
        ArgumentKind.Context => "call.Context",
        ArgumentKind.Cancellation => "call.Context.Cancellation",
        ArgumentKind.Extra => "call.Extra",
        ArgumentKind.Linked => "call.LinkedTypes",
        ArgumentKind.Graph => "call.Graph",
        ArgumentKind.Known => $"call.Known({string.Join(", ", inputs.Select(input => Literals.Of(input.Name)))})",
        _ when argument.Carried!.IsList => List(argument),
        _ when inputs[argument.Input].Choices.Count > 0 => Choice(argument),
        _ => Value(argument),
    };

    private string Value(Argument argument)
    {
        var fallback = argument.Fallback is null ? "" : ", " + argument.Fallback;
        return $"call.Get<{argument.Carried!.ValueType}>({Place(argument)}{fallback})";
    }

    private string Choice(Argument argument)
    {
        var (carried, input) = (argument.Carried!, inputs[argument.Input]);
        var fallback = argument.Fallback ?? $"default({carried.ValueType})" + (carried.IsNullable ? "" : "!");
        if (!carried.IsNullable)
        {
            return $"(call.Has({argument.Input}) ? {choices.Read(input, $"call.Get<string>({Place(argument)})")} : {fallback})";
        }

        var text = "text" + Literals.Of(argument.Input);
        var read = $"(call.Get<string?>({Place(argument)}) is {{ }} {text} ? {choices.Read(input, text)} : default({carried.ValueType}))";
        return $"(call.Has({argument.Input}) ? {read} : {fallback})";
    }

    private string List(Argument argument)
    {
        var (carried, input) = (argument.Carried!, inputs[argument.Input]);
        var list = input.Choices.Count > 0
            ? $"global::System.Array.ConvertAll(global::System.Linq.Enumerable.ToArray(call.GetList<string>({Place(argument)})), item => {choices.Read(input, "item")})"
            : $"call.GetList<{carried.ValueType}>({Place(argument)})";
        return carried.IsNullableList ? $"(call.Has({argument.Input}) ? {list} : null)" : list;
    }

    private string Place(Argument argument) => $"{Literals.Of(argument.Input)}, {Literals.Of(inputs[argument.Input].Name)}";
}
