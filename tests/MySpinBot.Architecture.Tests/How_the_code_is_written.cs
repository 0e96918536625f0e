using System.Text.RegularExpressions;

namespace MySpinBot.Architecture.Tests;

public sealed partial class How_the_code_is_written
{
    private const int MostLines = 300;

    // Files that are longer for a reason that stands behind their name here.
    private static readonly string[] LongOnes = [];

    [Fact]
    public void A_file_can_be_read_without_scrolling_for_ever()
        => Repository.Sources("sdk", "engine", "nodes").Where(file => !file.Contains("/Generated/", StringComparison.Ordinal) && Repository.Read(file).AsSpan().Count('\n') > MostLines).Except(LongOnes).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_to_do()
        => Repository.Sources("sdk", "engine", "nodes", "tests")
            .Where(file => Path.GetFileName(file) != $"{nameof(How_the_code_is_written)}.cs" && Unfinished().IsMatch(Repository.Read(file)))
            .ShouldBeEmpty();

    [Fact]
    public void Names_say_what_a_thing_is()
        => Repository.Sources("sdk", "engine", "nodes", "tests").SelectMany(file => EmptyName().Matches(Repository.Read(file)).Select(match => $"{file}: {match.Value}")).ShouldBeEmpty();

    [Fact]
    public void Folders_name_features_and_never_kinds()
        => Repository.Sources("sdk", "engine", "nodes").SelectMany(file => file.Split('/')[..^1]).Distinct()
            .Where(folder => folder is "Models" or "Services" or "Helpers" or "Utils" or "Utilities" or "Common" or "Managers" or "Interfaces" or "Extensions")
            .ShouldBeEmpty();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+(class\s+|struct\s+)?\w*(Manager|Helpers?|Utils?|Utilities|Utility)\b")]
    private static partial Regex EmptyName();
}
