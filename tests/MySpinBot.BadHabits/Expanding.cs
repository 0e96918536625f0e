namespace MySpinBot.BadHabits;

/// <summary>Nodes that put other nodes in their place.</summary>
public static class Expanding
{
    /// <summary>Two blurs in place of one.</summary>
    [Node("BlurTwice")]
    public static Outcome<string> BlurTwice(string text, double radius = 4)
    {
        var fragment = new GraphFragment();
        var first = fragment.Add("first", "Blur", ("text", text), ("radius", radius));
        var second = fragment.Add("second", "Blur", ("text", first.Output()), ("radius", radius));
        return new Expansion(fragment, second.Output());
    }

    /// <summary>The same over its link, so it never looks at the value.</summary>
    [Node("BlurLink")]
    public static Outcome<string> BlurLink(RawLink text, double radius = 4)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("blur", "Blur", ("text", text), ("radius", radius)).Output());
    }

    /// <summary>An expansion in an expansion.</summary>
    [Node("BlurFourTimes")]
    public static Outcome<string> BlurFourTimes(string text)
    {
        var fragment = new GraphFragment();
        var first = fragment.Add("left", "BlurTwice", ("text", text));
        return new Expansion(fragment, fragment.Add("right", "BlurTwice", ("text", first.Output())).Output());
    }

    /// <summary>Goes on until it has counted down: each round expands to the next.</summary>
    [Node("CountDown")]
    public static Outcome<long> CountDown(long from, long sum = 0)
    {
        if (from <= 0)
        {
            return sum;
        }

        var fragment = new GraphFragment();
        var add = fragment.Add("add", "Add", ("a", sum), ("b", from));
        return new Expansion(fragment, fragment.Add("next", "CountDown", ("from", from - 1), ("sum", add.Output())).Output());
    }

    /// <summary>Never comes to an end: each call expands to many, and to itself.</summary>
    [Node("Breed")]
    public static Outcome<long> Breed(RawLink? ancestors, long generation = 0)
    {
        var fragment = new GraphFragment();
        var last = fragment.Add("n", "Number", ("value", generation));
        for (var i = 0; i < 50_000; i++)
        {
            last = fragment.Add($"n{i}", "Add", ("a", last.Output()));
        }

        return new Expansion(fragment, fragment.Add("child", "Breed", ("ancestors", last.Output()), ("generation", generation + 1)).Output());
    }

    /// <summary>Puts a value into its expansion that is neither a link nor a constant.</summary>
    [Node("PassNote")]
    public static Outcome<string> PassNote(Note note)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("read", "ReadNote", ("note", note)).Output());
    }

    /// <summary>Shows something on the way.</summary>
    [Node("BlurAndShow")]
    public static Outcome<string> BlurAndShow(string text)
    {
        var fragment = new GraphFragment();
        var blur = fragment.Add("blur", "Blur", ("text", text));
        fragment.Add("show", "Preview", ("text", blur.Output()));
        return new Expansion(fragment, blur.Output());
    }

    /// <summary>Hides chance.</summary>
    [Node("HideClock")]
    public static Outcome<string> HideClock(string text)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("clock", "Clock", ("format", text)).Output());
    }

    /// <summary>Wants what waits for it.</summary>
    [Node("LinkBack")]
    public static Outcome<string> LinkBack(RawLink later)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("blur", "Blur", ("text", later)).Output());
    }

    /// <summary>Expands to what there is not.</summary>
    [Node("ExpandToMoon")]
    public static Outcome<string> ExpandToMoon(string text)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("moon", "Moon", ("text", text)).Output());
    }

    /// <summary>Expands with too few outputs.</summary>
    [Node("ExpandToLess")]
    public static Outcome<string> ExpandToLess(string text)
    {
        var fragment = new GraphFragment();
        fragment.Add("blur", "Blur", ("text", text));
        return new Expansion(fragment);
    }
}
