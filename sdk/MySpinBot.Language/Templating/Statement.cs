namespace MySpinBot.Language;

/// <summary>How a loop goes on.</summary>
internal enum TemplateFlow
{
    /// <summary>With what comes next.</summary>
    Next,

    /// <summary>Not at all.</summary>
    Break,

    /// <summary>With the next round.</summary>
    Continue,
}

/// <summary>A statement of a template.</summary>
internal abstract class Statement
{
    /// <summary>Does it.</summary>
    public abstract TemplateFlow Run(TemplateRun run);
}

/// <summary>Statements, one after another.</summary>
internal sealed class Block(IReadOnlyList<Statement> statements) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        foreach (var statement in statements)
        {
            run.Spend(1);
            if (statement.Run(run) is var flow && flow != TemplateFlow.Next)
            {
                return flow;
            }
        }

        return TemplateFlow.Next;
    }
}

/// <summary>Text between tags.</summary>
internal sealed class TextStatement(string text) : Statement
{
    private readonly MarkedText _text = MarkedText.Own(text);

    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        run.Print(_text);
        return TemplateFlow.Next;
    }
}

/// <summary><c>{{ value }}</c>.</summary>
internal sealed class PrintStatement(Expression value) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        run.Print(Told.Text(value.Evaluate(run)));
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% if %}</c>, with all its branches; null as the condition of the last.</summary>
internal sealed class IfStatement(IReadOnlyList<(Expression? Condition, Block Body)> branches) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition is null || Operations.IsTrue(condition.Evaluate(run)))
            {
                return body.Run(run);
            }
        }

        return TemplateFlow.Next;
    }
}

/// <summary>What a <c>set</c> or <c>for</c> names: a variable, several in a row, or a member of a namespace.</summary>
internal abstract record Assigned(int Line)
{
    /// <summary>Gives it a value.</summary>
    public abstract void Assign(TemplateRun run, TemplateScope scope, object? value);
}

/// <summary>A variable.</summary>
internal sealed record AssignedName(string Name, int Line) : Assigned(Line)
{
    /// <inheritdoc/>
    public override void Assign(TemplateRun run, TemplateScope scope, object? value) => scope.Set(Name, value);
}

/// <summary>A member of a namespace.</summary>
internal sealed record AssignedMember(string Space, string Name, int Line) : Assigned(Line)
{
    /// <inheritdoc/>
    public override void Assign(TemplateRun run, TemplateScope scope, object? value)
    {
        if (!run.Scope.TryGet(Space, out var space) || space is not TemplateNamespace held)
        {
            throw new TemplateFault($"'{Space}' is no namespace, and only members of those can be set", Line);
        }

        held.Values[Name] = value;
    }
}

/// <summary>Several at once.</summary>
internal sealed record AssignedRow(IReadOnlyList<Assigned> Parts, int Line) : Assigned(Line)
{
    /// <inheritdoc/>
    public override void Assign(TemplateRun run, TemplateScope scope, object? value)
    {
        var values = Sequences.Of(run, value);
        if (values.Count != Parts.Count)
        {
            throw new TemplateFault($"{Parts.Count} names are set from {values.Count} values", Line);
        }

        for (var i = 0; i < values.Count; i++)
        {
            Parts[i].Assign(run, scope, values[i]);
        }
    }
}

/// <summary><c>{% set name = value %}</c>.</summary>
internal sealed class SetStatement(Assigned target, Expression value) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        target.Assign(run, run.Scope, value.Evaluate(run));
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% set name | filter %} … {% endset %}</c>, or <c>{% filter name %} … {% endfilter %}</c> where nothing is set: what is printed inside.</summary>
internal sealed class CaptureStatement(Assigned? target, IReadOnlyList<FilterExpression> filters, Block body) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        object? value = run.Captured(() => run.Within(new TemplateScope(run.Scope), () => body.Run(run)));
        foreach (var filter in filters)
        {
            value = filter.Apply(run, value);
        }

        if (target is null)
        {
            run.Print(Told.Text(value));
        }
        else
        {
            target.Assign(run, run.Scope, value);
        }

        return TemplateFlow.Next;
    }
}

/// <summary><c>{% with name = value %} … {% endwith %}</c>.</summary>
internal sealed class WithStatement(IReadOnlyList<(Assigned Target, Expression Value)> values, Block body) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        var scope = new TemplateScope(run.Scope);
        foreach (var (target, value) in values)
        {
            target.Assign(run, scope, value.Evaluate(run));
        }

        return run.Within(scope, () => body.Run(run));
    }
}

/// <summary><c>{% break %}</c> or <c>{% continue %}</c>.</summary>
internal sealed class FlowStatement(TemplateFlow flow) : Statement
{
    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run) => flow;
}
