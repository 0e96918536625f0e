using System.Text.RegularExpressions;

namespace MySpinBot.Architecture.Tests;

public sealed class What_the_repository_keeps_to_itself
{
    // In pieces, so that this file does not find itself.
    private static readonly Regex Hosts = new(@"(nuget|npmjs|jsr|yarnpkg)" + @"\.(org|com)\b|\bpkgs\.dev\.azure" + @"\.com\b", RegexOptions.IgnoreCase);
    private static readonly Regex Workplace = new(@"(?<![\w.\-])/work" + "/", RegexOptions.None);
    private static readonly string Neighbour = string.Concat("../", "shared");

    [Fact]
    public void No_registry_is_named() => Naming(Hosts.IsMatch).ShouldBeEmpty();

    [Fact]
    public void No_workplace_is_named() => Naming(Workplace.IsMatch).ShouldBeEmpty();

    [Fact]
    public void Only_continuous_integration_looks_beside_the_checkout()
        => Naming(text => text.Contains(Neighbour, StringComparison.Ordinal)).ShouldBeSubsetOf([".ci/run"]);

    [Fact]
    public void Lock_files_name_no_hosts()
        => Texts().Where(each => Path.GetFileName(each.File) is "packages.lock.json" or "package-lock.json" && each.Text.Contains("://", StringComparison.Ordinal)).Select(each => each.File).ShouldBeEmpty();

    private static IEnumerable<string> Naming(Func<string, bool> isNamed) => Texts().Where(each => isNamed(each.Text)).Select(each => each.File);

    private static IEnumerable<(string File, string Text)> Texts()
        => Repository.Files
            .Where(file => new FileInfo(Path.Combine(Repository.Root, file)).Length < 2 << 20)
            .Select(file => (File: file, Text: Repository.Read(file)))
            .Where(each => !each.Text.Contains('\0', StringComparison.Ordinal));
}
