using MySpinBot.Server.Files;

namespace MySpinBot.Server.Tests.Files;

public sealed class Paths_stay_in_their_folder(Paths_stay_in_their_folder.Prepared prepared) : IClassFixture<Paths_stay_in_their_folder.Prepared>
{
    private const string Secret = "this is none of your business";

    // What stands for a name in the requests below. All of them lead out, or would on some system or behind some proxy.
    private static readonly string[] Names =
    [
        "../secret.txt", "../../secret.txt", "../../../../../../../../etc/passwd", "..", ".", "./../secret.txt", "a/../../secret.txt", "a/../../../outside/secret.txt",
        "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "%2e%2e%2f%2e%2e%2fsecret.txt", "..%2fsecret.txt", "..%2f..%2foutside%2fsecret.txt", "%252e%252e%252fsecret.txt", "%252e%252e%255csecret.txt",
        "..%5csecret.txt", "..%5c..%5csecret.txt", "%5c%5cserver%5cshare", "..%c0%afsecret.txt", "%c0%ae%c0%ae%c0%afsecret.txt", "..%e0%80%afsecret.txt",
        "%2fetc%2fpasswd", "%2f%2fetc%2fpasswd", "/etc/passwd", "//etc/passwd", "C:%5cWindows%5cwin.ini", "C:%2fWindows", "file:%2f%2f%2fetc%2fpasswd",
        "ok.txt%00.png", "%00", "..%00/secret.txt", "ok.txt%0d%0aX-Evil:%201", "%0a", "%7f", "ok%1b.txt",
        "link.txt", "linked/secret.txt", "linked%2fsecret.txt", "chain.txt", "circle", "circle%2fa", ".hidden", "sub%2f.hidden", ".incoming%2fx", "..;/secret.txt", "....//secret.txt", "..././secret.txt",
        "~/secret.txt", "~root", "%24HOME%2fsecret.txt", "proc/self/environ", "%ff%fe", "%ed%a0%80.txt",
        "%u002e%u002e%u2215secret.txt", "%ef%bc%8e%ef%bc%8e%2fsecret.txt", "..%ef%bc%8fsecret.txt",
        string.Join("%2f", Enumerable.Repeat("a", 40)), new string('a', 300), new string('b', 3000), string.Join('/', Enumerable.Repeat("..", 30)),
    ];

    public static TheoryData<string> Hostile => [.. Names];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_outside_is_shown(string name)
    {
        var served = prepared.Read;
        string[] targets =
        [
            $"/view?filename={name}", $"/view?filename={name}&type=input", $"/view?filename=secret.txt&type=input&subfolder={name}", $"/view?type=temp&filename={name}%20[input]",
            $"/api/view?filename={name}&type=input&preview=webp;90", $"/view?filename=ok.txt&type={name}", $"/userdata/{name}", $"/api/userdata/{name}", $"/userdata?dir={name}", $"/v2/userdata?path={name}",
            $"/view_metadata/loras?filename={name}.safetensors", $"/view_metadata/{name}?filename=a.safetensors", $"/models/{name}", $"/experiment/models/preview/loras/0/{name}", $"/internal/files/{name}",
        ];
        foreach (var target in targets)
        {
            var answer = await served.Get(target);
            answer.Body.ShouldNotContain(Secret, customMessage: target);
            answer.Body.ShouldNotContain("root:", customMessage: target);

            // Some of them are plain names or pages once dots are resolved; a file of the output folder is none.
            answer.Status.ShouldBeOneOf(target.StartsWith("/view?", StringComparison.Ordinal) ? [400, 403, 404] : [200, 400, 403, 404, 405, 409], customMessage: $"{target}\n{answer.Text}");
            (answer.Body.Length > 0 || answer.Status != 404).ShouldBeTrue(target);
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_outside_is_written_or_removed(string name)
    {
        var served = prepared.Written;
        var before = Everything(served);
        foreach (var request in (string[])[$"POST /userdata/{name}", $"POST /userdata/ok.txt/move/{name}", $"DELETE /userdata/{name}", $"POST /userdata/{name}/move/ok2.txt"])
        {
            var body = request.StartsWith("POST", StringComparison.Ordinal) ? "evil" : "";
            await served.Send($"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }

        foreach (var (file, folder) in ((string, string)[])[(Uri.UnescapeDataString(name), ""), ("new.txt", Uri.UnescapeDataString(name)), (name, name)])
        {
            await served.Send(Form(file, folder));
        }

        Everything(served).ShouldBe(before);
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("com1.png")]
    [InlineData("LPT9.tar.gz")]
    [InlineData("aux .png")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData(".profile")]
    [InlineData("a/.git/config")]
    public void Names_that_not_every_system_keeps_are_not_written(string name)
        => Should.Throw<ServerRefusal>(() => PathNames.CheckForWriting(PathNames.Parts(name, RefusalKind.Wrong, "The name"), "The name")).Kind.ShouldBe(RefusalKind.Wrong);

    [Theory]
    [InlineData("a.png")]
    [InlineData("a..b.png")]
    [InlineData("Ordner/Bild 1 (2).png")]
    [InlineData("写真/猫.webp")]
    [InlineData("100%.txt")]
    [InlineData("console.txt")]
    [InlineData("com.txt")]
    public void Ordinary_names_are(string name) => PathNames.CheckForWriting(PathNames.Parts(name, RefusalKind.Wrong, "The name"), "The name");

    [Fact]
    public void A_link_within_the_folder_is_followed_and_a_folder_may_be_a_link_itself()
    {
        using var folder = new TemporaryFolder();
        folder.Write("real/a/b.txt", "b");
        Directory.CreateSymbolicLink(folder.Sub("root"), folder.Sub("real"));
        File.CreateSymbolicLink(folder.Sub("real", "inside.txt"), Path.Join("a", "b.txt"));
        File.CreateSymbolicLink(folder.Sub("real", "outside.txt"), "../elsewhere.txt");
        RealPath.Below(folder.Sub("root"), ["inside.txt"]).ShouldBe(folder.Sub("root", "inside.txt"));
        RealPath.Below(folder.Sub("root"), ["a", "b.txt"]).ShouldNotBeNull();
        RealPath.Below(folder.Sub("root"), ["outside.txt"]).ShouldBeNull();
    }

    [Fact]
    public void The_folder_for_a_while_is_emptied_and_what_its_links_lead_to_stays()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t/a.txt", "a");
        folder.Write("t/sub/b.txt", "b");
        folder.Write("kept/c.txt", "c");
        Directory.CreateSymbolicLink(folder.Sub("t", "link"), folder.Sub("kept"));
        var options = new ServerOptions { DataFolder = folder.Sub("d"), InputFolder = folder.Sub("i"), OutputFolder = folder.Sub("o"), TempFolder = folder.Sub("t"), Worker = new WorkerLaunch("", [], "") };
        _ = new ServerFolders(options);
        Directory.EnumerateFileSystemEntries(folder.Sub("t")).ShouldBeEmpty();
        File.ReadAllText(folder.Sub("kept", "c.txt")).ShouldBe("c");

        List<string> told = [];
        _ = new ServerFolders(options with { TempFolder = folder.Path, Report = told.Add });
        File.Exists(folder.Sub("kept", "c.txt")).ShouldBeTrue();
        told.Single().ShouldContain("not emptied");
    }

    [Fact]
    public void Owners_with_odd_names_have_folders_of_their_own()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { DataFolder = folder.Path, InputFolder = folder.Sub("i"), OutputFolder = folder.Sub("o"), TempFolder = folder.Sub("t"), Worker = new WorkerLaunch("", [], "") };
        var folders = new ServerFolders(options);
        string[] owners = ["local", "..", ".", "a/b", "a%b", "a", ".a", "Ä", "a b", "../local", "%002e"];
        var places = owners.Select(folders.OfUser).ToArray();
        places.Distinct().Count().ShouldBe(owners.Length);
        places.ShouldAllBe(place => Path.GetFullPath(place) == place && Path.GetDirectoryName(place) == folders.Users);
    }

    private static string Form(string file, string folder)
    {
        var body = $"--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"{file}\"\r\n\r\nevil\r\n--b\r\nContent-Disposition: form-data; name=\"subfolder\"\r\n\r\n{folder}\r\n--b--\r\n";
        return $"POST /upload/image HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {System.Text.Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}";
    }

    // Everything but what may be written: files in the input folder and those of the user.
    private static List<string> Everything(FilesServed served)
    {
        var root = Path.GetDirectoryName(served.Outside)!;
        return [.. Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 6 })
            .Where(path => !path.StartsWith(served.Folders.Input + "/", StringComparison.Ordinal) && !path.StartsWith(served.Folders.Users + "/local/", StringComparison.Ordinal) && !path.Contains(".incoming", StringComparison.Ordinal))
            .Select(path => new FileInfo(path).LinkTarget is { } target ? $"{path} -> {target}" : File.Exists(path) ? $"{path}: {File.ReadAllText(path)}" : path).Order(StringComparer.Ordinal)];
    }

    /// <summary>Servers with links that lead out of their folders, and secrets around them. One is read and one is written to: some of the names may be written, as what they are, and would then be found.</summary>
    public sealed class Prepared : IAsyncLifetime
    {
        internal FilesServed Read { get; private set; } = null!;

        internal FilesServed Written { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            (Read, Written) = (await FilesServed.StartAsync(), await FilesServed.StartAsync());
            Prepare(Read);
            Prepare(Written);
        }

        public async ValueTask DisposeAsync()
        {
            await Read.DisposeAsync();
            await Written.DisposeAsync();
        }
    }

    private static void Prepare(FilesServed served)
    {
        foreach (var place in (string[])["outside", "data", ".", "data/user", "data/user/other"])
        {
            served.Put(Path.Join(place, "secret.txt"), Secret);
        }

        foreach (var folder in (string[])[served.Folders.Input, served.Folders.Output, served.Folders.Temp, Path.Join(served.Folders.Users, "local")])
        {
            Directory.CreateDirectory(Path.Join(folder, "sub"));
            File.WriteAllText(Path.Join(folder, "ok.txt"), "ok");
            File.WriteAllText(Path.Join(folder, ".hidden"), folder.EndsWith("local", StringComparison.Ordinal) ? "mine" : Secret);
            File.WriteAllText(Path.Join(folder, "sub", ".hidden"), folder.EndsWith("local", StringComparison.Ordinal) ? "mine" : Secret);
            File.CreateSymbolicLink(Path.Join(folder, "link.txt"), Path.Join(served.Outside, "secret.txt"));
            File.CreateSymbolicLink(Path.Join(folder, "chain.txt"), "link.txt");
            File.CreateSymbolicLink(Path.Join(folder, "circle"), "circle");
            Directory.CreateSymbolicLink(Path.Join(folder, "linked"), served.Outside);
        }
    }
}
