namespace MySpinBot.Language;

/// <summary>Whether a value passes a test.</summary>
internal delegate bool TemplateTest(TemplateRun run, object? value, TemplateArguments arguments);

/// <summary>The tests that there are.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, TemplateTest> All = new(StringComparer.Ordinal)
    {
        ["defined"] = (_, value, _) => value is not Undefined,
        ["undefined"] = (_, value, _) => value is Undefined,
        ["none"] = (_, value, _) => value is null or Unsaid,
        ["boolean"] = (_, value, _) => value is bool,
        ["true"] = (_, value, _) => value is true,
        ["false"] = (_, value, _) => value is false,
        ["integer"] = (_, value, _) => value is long,
        ["float"] = (_, value, _) => value is double,
        ["number"] = (_, value, _) => Operations.IsNumber(value),
        ["string"] = (_, value, _) => value is MarkedText or Unsaid,
        ["mapping"] = (_, value, _) => value is TemplateMap,
        ["sequence"] = (_, value, _) => value is TemplateList or TemplateMap or MarkedText or Undefined or Unsaid,
        ["iterable"] = (_, value, _) => value is TemplateList or TemplateMap or MarkedText or Undefined or Unsaid,
        ["callable"] = (_, value, _) => value is TemplateFunction,
        ["odd"] = (_, value, _) => Operations.ToWhole(value) % 2 != 0,
        ["even"] = (_, value, _) => Operations.ToWhole(value) % 2 == 0,
        ["divisibleby"] = (run, value, given) => !Operations.IsTrue(Operations.Remainder(run, value, given.Needed(0, "num", "divisibleby"))),
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["sameas"] = (_, value, given) => ReferenceEquals(value, given.Needed(0, "other", "sameas"))
            || (value is null or Unsaid or bool or long && Operations.AreEqual(value, given.Get(0, "other")) && value is bool == given.Get(0, "other") is bool),
        ["ne"] = (run, value, given) => !Equal(run, value, given),
        ["lt"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "lt")) < 0,
        ["lessthan"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "lessthan")) < 0,
        ["le"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "le")) <= 0,
        ["gt"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "gt")) > 0,
        ["greaterthan"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "greaterthan")) > 0,
        ["ge"] = (_, value, given) => Operations.Compare(value, given.Needed(0, "other", "ge")) >= 0,
        ["in"] = (_, value, given) => Operations.Contains(given.Needed(0, "seq", "in"), value),
        ["lower"] = (_, value, _) => Told.Text(value).Value is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (_, value, _) => Told.Text(value).Value is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["filter"] = (_, value, _) => TemplateFilters.Find(Told.Text(value).Value) is not null,
        ["test"] = (_, value, _) => Find(Told.Text(value).Value) is not null,
    };

    /// <summary>A test by its name; null where there is none.</summary>
    public static TemplateTest? Find(string name) => All.GetValueOrDefault(name) ?? Sign(name);

    // select('==', …) and the like.
    private static TemplateTest? Sign(string sign) => sign switch
    {
        "==" => Find("eq"),
        "!=" => Find("ne"),
        "<" => Find("lt"),
        "<=" => Find("le"),
        ">" => Find("gt"),
        ">=" => Find("ge"),
        _ => null,
    };

    private static bool Equal(TemplateRun run, object? value, TemplateArguments given) => Operations.AreEqual(value, given.Needed(0, "other", "eq"));
}
