using System.Diagnostics;
using MySpinBot.Core.Documents;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Tests.Files;

public sealed class Only_files_in_allowed_folders_are_found : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AllowedFolders _allowed;

    public Only_files_in_allowed_folders_are_found()
    {
        _folder.Write("one/a.png", "1");
        _folder.Write("two/a.png", "2");
        _folder.Write("two/sub/b.png", "b");
        _folder.Write("secret/c.png", "c");
        _folder.Write("one-more/d.png", "d");
        _allowed = new AllowedFolders([_folder.Sub("one"), _folder.Sub("two")]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_relative_path_is_looked_up_in_order_and_an_absolute_one_has_to_lie_inside()
    {
        _allowed.Find("a.png").Path.ShouldBe(_folder.Sub("one", "a.png"));
        _allowed.Find("sub/b.png").Path.ShouldBe(_folder.Sub("two", "sub", "b.png"));
        _allowed.Find("sub/../a.png").Path.ShouldBe(_folder.Sub("one", "a.png"));
        _allowed.Find(_folder.Sub("two", "a.png")).Path.ShouldBe(_folder.Sub("two", "a.png"));
    }

    [Fact]
    public void What_lies_elsewhere_is_refused_whether_it_is_there_or_not()
    {
        foreach (var path in new[] { "../secret/c.png", "../secret/none.png", _folder.Sub("secret", "c.png"), "/etc/passwd", "/none", "../one-more/d.png", "sub/../../secret/c.png" })
        {
            var found = _allowed.Find(path);
            (found.Path, found.Code).ShouldBe((null, ProblemCodes.PathNotAllowed), path);
            found.Sentence.ShouldNotBeNull().ShouldContain(path);
            found.Sentence.ShouldContain(_folder.Sub("one"));
        }
    }

    [Fact]
    public void A_link_may_lead_about_inside_but_not_out()
    {
        File.CreateSymbolicLink(_folder.Sub("one", "inside.png"), _folder.Sub("one", "a.png"));
        File.CreateSymbolicLink(_folder.Sub("one", "outside.png"), "../secret/c.png");
        Directory.CreateSymbolicLink(_folder.Sub("one", "door"), _folder.Sub("secret"));
        File.CreateSymbolicLink(_folder.Sub("one", "circle.png"), _folder.Sub("one", "circle.png"));
        _allowed.Find("inside.png").Path.ShouldNotBeNull();
        foreach (var path in new[] { "outside.png", "door/c.png", "circle.png" })
        {
            _allowed.Find(path).Code.ShouldBe(ProblemCodes.PathNotAllowed, path);
        }
    }

    [Fact]
    public void Folders_devices_pipes_and_what_is_not_there_are_no_files()
    {
        Process.Start("mkfifo", [_folder.Sub("one", "pipe")]).WaitForExit();
        new AllowedFolders(["/dev"]).Find("null").Code.ShouldBe(ProblemCodes.PathNotAllowed);
        _allowed.Find("pipe").Code.ShouldBe(ProblemCodes.PathNotAllowed);
        _allowed.Find("sub").Sentence.ShouldNotBeNull().ShouldContain("is a folder");
        foreach (var path in new[] { "none.png", "a.png/b", "", " ", "a\0b" })
        {
            _allowed.Find(path).Code.ShouldBe(ProblemCodes.MissingFile, path);
        }

        new AllowedFolders([]).Find("a.png").Sentence.ShouldNotBeNull().ShouldContain("no folder");
    }
}
