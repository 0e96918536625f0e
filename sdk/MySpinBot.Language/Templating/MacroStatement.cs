namespace MySpinBot.Language;

/// <summary>What a macro takes.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Default">Its value where none is given; null for undefined.</param>
internal readonly record struct MacroParameter(string Name, Expression? Default);

/// <summary>A part of a template that can be called: what it prints is its value.</summary>
/// <param name="name">Its name.</param>
/// <param name="parameters">What it takes.</param>
/// <param name="body">What it does.</param>
internal sealed class Macro(string name, IReadOnlyList<MacroParameter> parameters, Block body)
{
    /// <summary>The macro as a value, with the variables where it stands.</summary>
    public TemplateFunction Bind(TemplateScope around) => new(name, (run, arguments) => Call(run, arguments, around));

    private MarkedText Call(TemplateRun run, TemplateArguments arguments, TemplateScope around)
    {
        var scope = new TemplateScope(around);
        scope.Set("varargs", new TemplateList([.. arguments.Placed.Skip(parameters.Count)], true));
        scope.Set("kwargs", Rest(arguments));
        if (arguments.Get(int.MaxValue, "caller") is TemplateFunction caller)
        {
            scope.Set("caller", caller);
        }

        return run.Within(scope, () =>
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var (parameter, otherwise) = parameters[i];
                scope.Set(parameter, arguments.Has(i, parameter) ? arguments.Get(i, parameter)
                    : otherwise is null ? new Undefined(parameter) : otherwise.Evaluate(run));
            }

            return run.Made(run.Captured(() => body.Run(run)));
        });
    }

    private TemplateMap Rest(TemplateArguments arguments)
    {
        var rest = new TemplateMap();
        foreach (var (key, value) in arguments.Named)
        {
            if (key != "caller" && !parameters.Any(each => each.Name == key))
            {
                rest.Set(key, value);
            }
        }

        return rest;
    }
}

/// <summary><c>{% macro name(parameters) %} … {% endmacro %}</c>.</summary>
internal sealed class MacroStatement(string name, Macro macro) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        run.Scope.Set(name, macro.Bind(run.Scope));
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% call(parameters) macro(arguments) %} … {% endcall %}</c>: the macro calls what stands inside as <c>caller()</c>.</summary>
internal sealed class CallStatement(Expression target, WrittenArguments arguments, Macro inside, int line) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        if (target.Evaluate(run) is not TemplateFunction macro)
        {
            throw new TemplateFault("'call' wants a macro to call", line);
        }

        var given = arguments.Evaluate(run);
        run.Print(Told.Text(run.Call(macro, given with { Named = [.. given.Named, new("caller", inside.Bind(run.Scope))] })));
        return TemplateFlow.Next;
    }
}
