namespace MySpinBot.Language;

/// <summary>What two variants of one kind ask together.</summary>
internal static class Merging
{
    /// <summary>Both; null where no value is both.</summary>
    public static Variant? Both(Variant one, Variant other) => (one, other) switch
    {
        (NullVariant, NullVariant) => one,
        (BooleanVariant mine, BooleanVariant its) => mine.True && its.True || mine.False && its.False ? new BooleanVariant(mine.True && its.True, mine.False && its.False) : null,
        (NumberVariant mine, NumberVariant its) => Numbers(mine, its),
        (TextVariant mine, TextVariant its) => Texts(mine, its),
        (ListVariant mine, ListVariant its) => Lists(mine, its),
        (ObjectVariant mine, ObjectVariant its) => Objects(mine, its),
        _ => null,
    };

    private static NumberVariant? Numbers(NumberVariant mine, NumberVariant its)
    {
        var both = new NumberVariant
        {
            Whole = mine.Whole || its.Whole,
            Least = NumberLimit.Tighter(mine.Least, its.Least, below: true),
            Most = NumberLimit.Tighter(mine.Most, its.Most, below: false),
            Steps = [.. mine.Steps.Union(its.Steps)],
        };
        var choices = mine.Choices is null || its.Choices is null ? mine.Choices ?? its.Choices : [.. mine.Choices.Where(choice => its.Choices.Any(other => Same(choice, other)))];
        if (choices is not null)
        {
            both = both with { Choices = [.. choices.Where(choice => ExactNumber.TryParse(choice, out var number) && both.Holds(number))] };
            return both.Choices.Count == 0 ? null : both;
        }

        return both.Least is { } least && both.Most is { } most && (least.Excludes(most.Value, below: true) || most.Excludes(least.Value, below: false)) ? null : both;
    }

    private static bool Same(string one, string other) =>
        one == other || (ExactNumber.TryParse(one, out var mine) && ExactNumber.TryParse(other, out var its) && mine.CompareTo(its) == 0);

    private static TextVariant? Texts(TextVariant mine, TextVariant its)
    {
        var both = new TextVariant { Languages = [.. mine.Languages.Union(its.Languages)], Least = Math.Max(mine.Least, its.Least), Most = Fewer(mine.Most, its.Most) };
        return both.Least > both.Most ? null : both;
    }

    private static ListVariant? Lists(ListVariant mine, ListVariant its)
    {
        var both = new ListVariant { Rules = [.. mine.Rules, .. its.Rules], Least = Math.Max(mine.Least, its.Least), Most = Fewer(mine.Most, its.Most) };
        return both.Least > both.Most ? null : both;
    }

    private static ObjectVariant? Objects(ObjectVariant mine, ObjectVariant its)
    {
        var both = new ObjectVariant
        {
            Rules = [.. mine.Rules, .. its.Rules],
            Required = [.. mine.Required.Union(its.Required)],
            Names = mine.Names.And(its.Names),
            Least = Math.Max(mine.Least, its.Least),
            Most = Fewer(mine.Most, its.Most),
        };
        return both.Least > both.Most || both.Required.Count > both.Most ? null : both;
    }

    private static int? Fewer(int? one, int? other) => one is null || other is null ? one ?? other : Math.Min(one.Value, other.Value);
}
