namespace MySpinBot.Language;

/// <summary><c>{% for names in values if condition %} … {% else %} … {% endfor %}</c>.</summary>
internal sealed class LoopStatement(Assigned target, Expression values, Expression? condition, Block body, Block? otherwise, bool isRecursive) : Statement
{
    // A round has variables of its own, which take longer than an expression does.
    private const int StepsOfRound = 10;

    /// <inheritdoc/>
    public override TemplateFlow Run(TemplateRun run)
    {
        Rounds(run, values.Evaluate(run), 0);
        return TemplateFlow.Next;
    }

    private void Rounds(TemplateRun run, object? value, int depth)
    {
        var items = Sequences.Of(run, value, values.Line);
        if (condition is not null)
        {
            items = [.. items.Where(item => Allowed(run, item))];
        }

        if (items.Count == 0)
        {
            otherwise?.Run(run);
            return;
        }

        var changes = new LoopChanges();
        for (var i = 0; i < items.Count; i++)
        {
            run.Spend(StepsOfRound);
            var scope = new TemplateScope(run.Scope);
            target.Assign(run, scope, items[i]);
            scope.Set("loop", Loop(items, i, depth, changes));
            if (run.Within(scope, () => body.Run(run)) == TemplateFlow.Break)
            {
                return;
            }
        }
    }

    private bool Allowed(TemplateRun run, object? item)
    {
        var scope = new TemplateScope(run.Scope);
        target.Assign(run, scope, item);
        return run.Within(scope, () => Operations.IsTrue(condition!.Evaluate(run)));
    }

    private TemplateFunction Loop(List<object?> items, int index, int depth, LoopChanges changes) => new(
        "loop",
        (run, arguments) => isRecursive
            ? run.Captured(() => Rounds(run, arguments.Needed(0, "values", "loop"), depth + 1))
            : throw new TemplateFault("only a loop that is marked 'recursive' can be called"))
    {
        MakeMembers = () => Members(items, index, depth, changes),
    };

    private static TemplateMap Members(List<object?> items, int index, int depth, LoopChanges changes)
    {
        var members = new TemplateMap();
        members.Set("index", index + 1L);
        members.Set("index0", (long)index);
        members.Set("revindex", (long)items.Count - index);
        members.Set("revindex0", (long)items.Count - index - 1);
        members.Set("first", index == 0);
        members.Set("last", index == items.Count - 1);
        members.Set("length", (long)items.Count);
        members.Set("depth", depth + 1L);
        members.Set("depth0", (long)depth);
        members.Set("previtem", index > 0 ? items[index - 1] : new Undefined("loop.previtem"));
        members.Set("nextitem", index < items.Count - 1 ? items[index + 1] : new Undefined("loop.nextitem"));
        members.Set("cycle", new TemplateFunction("loop.cycle", (_, arguments) => arguments.Placed.Count > 0
            ? arguments.Placed[index % arguments.Placed.Count] : throw new TemplateFault("loop.cycle wants something to choose from")));
        members.Set("changed", new TemplateFunction("loop.changed", (_, arguments) => changes.Changed(new TemplateList([.. arguments.Placed]))));
        return members;
    }

    private sealed class LoopChanges
    {
        private TemplateList? _last;

        public bool Changed(TemplateList values)
        {
            var changed = _last is null || !Operations.AreEqual(_last, values);
            _last = values;
            return changed;
        }
    }
}
