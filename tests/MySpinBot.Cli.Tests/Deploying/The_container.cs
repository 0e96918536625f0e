using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Tests.Configuring;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using YamlDotNet.RepresentationModel;

namespace MySpinBot.Cli.Tests.Deploying;

public sealed partial class The_container
{
    private static readonly string Dockerfile = Read("deploy/Dockerfile");
    private static readonly JObject Compose = (JObject)Json(Document("docker-compose.yml"));

    [Fact]
    public async Task Is_composed_as_the_specification_has_it()
    {
        var schema = await JsonSchema.FromJsonAsync(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Deploying", "compose.schema.json")), TestContext.Current.CancellationToken);

        schema.Validate(Compose).ShouldBeEmpty();
        ((JObject)Compose.DeepClone()).With("services.server.portz", "x").ShouldSatisfyAllConditions(wrong => schema.Validate(wrong).ShouldNotBeEmpty());
        ((JObject)Compose.DeepClone()).With("services.server.image", "myspinbot:latest").ShouldSatisfyAllConditions(wrong => schema.Validate(wrong).ShouldNotBeEmpty());
        ((JObject)Compose.DeepClone()).With("services.server.user", "0:0").ShouldSatisfyAllConditions(wrong => schema.Validate(wrong).ShouldNotBeEmpty());
    }

    [Fact]
    public void Has_a_card_a_health_check_and_volumes_that_are_declared()
    {
        var server = Compose["services"]!["server"]!;
        server.SelectToken("deploy.resources.reservations.devices[0].capabilities")!.Values<string>().ShouldBe(["gpu"]);
        var mounts = server["volumes"]!.Values<string>().Select(mount => mount!.Split(':')).ToList();
        mounts.Where(mount => !mount[0].StartsWith('.')).Select(mount => mount[0]).Order().ShouldBe(((JObject)Compose["volumes"]!).Properties().Select(volume => volume.Name).Order());
        mounts.Where(mount => mount[0].StartsWith("./", StringComparison.Ordinal)).ShouldAllBe(mount => File.Exists(Path.Join(Checkout.Root, mount[0])));
        string.Join(' ', server["healthcheck"]!["test"]!.Values<string>().Skip(1).Select(word => $"\"{word}\"")).Replace("\" \"", "\", \"", StringComparison.Ordinal).ShouldBe(Regex.Match(Dockerfile, @"CMD \[(""curl"".*)\]").Groups[1].Value);
    }

    [Fact]
    public void Waits_longer_for_the_server_than_the_server_for_its_jobs()
    {
        var grace = Compose["services"]!["server"]!["stop_grace_period"]!.ToString();

        TimeSpan.FromSeconds(int.Parse(grace.TrimEnd('s'), CultureInfo.InvariantCulture)).ShouldBeGreaterThan(Configuration().Get(Settings.Drain)!.Value + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Rests_on_exact_versions_that_are_those_of_the_sources()
    {
        var images = From().Matches(Dockerfile).Select(match => match.Groups[1].Value).ToList();
        images.Count.ShouldBe(3);
        images.ShouldAllBe(image => Exact().IsMatch(image));
        var wanted = JObject.Parse(Read("global.json"))["sdk"]!["version"]!.ToString();
        Version.Parse(Regex.Match(images[1], @"sdk:(\d+\.\d+\.\d+)").Groups[1].Value).ShouldBeGreaterThanOrEqualTo(Version.Parse(wanted));
        Regex.Match(Read("Directory.Build.props"), "<Version>(.*)</Version>").Groups[1].Value.ShouldBe(Compose["services"]!["server"]!["image"]!.ToString().Split(':')[1]);
    }

    [Fact]
    public void Runs_as_nobody_in_particular_and_says_how_it_fares()
    {
        var last = Dockerfile[Dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        var user = Regex.Match(last, @"^USER (\d+):(\d+)$", RegexOptions.Multiline);
        user.Success.ShouldBeTrue();
        int.Parse(user.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        Compose["services"]!["server"]!["user"]!.ToString().ShouldBe($"{user.Groups[1].Value}:{user.Groups[2].Value}");
        Regex.Count(last, "^USER ", RegexOptions.Multiline).ShouldBe(1);
        last.IndexOf("USER ", StringComparison.Ordinal).ShouldBeGreaterThan(last.LastIndexOf("\nRUN ", StringComparison.Ordinal));
        Regex.Count(last, "^HEALTHCHECK ", RegexOptions.Multiline).ShouldBe(1);
        Regex.Count(last, @"^(ENTRYPOINT|CMD) \[", RegexOptions.Multiline).ShouldBe(2);
        last.ShouldContain("--no-install-recommends");
        last.ShouldContain("rm -rf /var/lib/apt/lists/*");
    }

    [Fact]
    public void Copies_what_there_is()
    {
        foreach (Match copy in Regex.Matches(Dockerfile, @"^COPY (?!--from)(.+)$", RegexOptions.Multiline))
        {
            foreach (var source in copy.Groups[1].Value.Split(' ')[..^1])
            {
                (source == "." || Path.Exists(Path.Join(Checkout.Root, source))).ShouldBeTrue(source);
            }
        }

        foreach (Match copy in Regex.Matches(Dockerfile, @"/src/(plugins\.json|LICENSE|THIRD-PARTY-NOTICES\.md|graphs)\b"))
        {
            Path.Exists(Path.Join(Checkout.Root, copy.Groups[1].Value)).ShouldBeTrue(copy.Value);
        }

        var installer = Read("launcher/install.sh");
        foreach (var package in new[] { "ffmpeg", "espeak-ng", "fontconfig", "fonts-dejavu-core", "fonts-noto-cjk" })
        {
            (installer.Contains(package, StringComparison.Ordinal) && Dockerfile.Contains(package, StringComparison.Ordinal)).ShouldBeTrue(package);
        }
    }

    [Fact]
    public void Has_a_configuration_that_fits_its_folders()
    {
        var configuration = Configuration();

        configuration.Faults.ShouldBeEmpty();
        var mounted = Compose["services"]!["server"]!["volumes"]!.Values<string>().Select(mount => mount!.Split(':')[1]).ToList();
        mounted.ShouldContain(configuration.DataFolder);
        mounted.ShouldContain(configuration.CacheFolder);
        mounted.ShouldContain(configuration.ModelFolder);
        mounted.ShouldContain("/etc/myspinbot/config.yaml");
        Dockerfile.ShouldContain($"install --directory --owner=1654 --group=1654 {configuration.DataFolder} {configuration.CacheFolder} {configuration.ModelFolder}");
        Compose["services"]!["server"]!["ports"]![0]!.ToString().ShouldEndWith($":{configuration.Get(Settings.Port)}");
    }

    [Fact]
    public void Needs_no_card_where_there_is_none()
    {
        var overriding = (YamlMappingNode)Document("deploy/without-gpu.yml")["services"]["server"];

        overriding.Children.Select(child => child.Key.ToString()).ShouldBe(["deploy"]);
        overriding["deploy"].Tag.Value.ShouldBe("!reset");
    }

    private static Configuration Configuration()
    {
        using var configured = new Configured();
        return ConfigurationReading.Check(configured.Surroundings(TextWriter.Null, TextWriter.Null), Path.Join(Checkout.Root, "deploy", "config.yaml"));
    }

    private static string Read(string file) => File.ReadAllText(Path.Join(Checkout.Root, file));

    private static YamlNode Document(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(file)));
        return stream.Documents.Single().RootNode;
    }

    private static JToken Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JObject(mapping.Children.Select(child => new JProperty(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode sequence => new JArray(sequence.Select(Json)),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or null } => JValue.CreateNull(),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => new JValue(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } number when long.TryParse(number.Value, CultureInfo.InvariantCulture, out var whole) => new JValue(whole),
        YamlScalarNode text => new JValue(text.Value),
        _ => throw new InvalidDataException($"{node} is no YAML that becomes JSON."),
    };

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    /// <summary>A digest, or a version to its last number.</summary>
    [GeneratedRegex(@"^[a-z0-9./-]+(@sha256:[0-9a-f]{64}|:\d+\.\d+\.\d+(-[a-z0-9-]+)?)$")]
    private static partial Regex Exact();
}

internal static class Changed
{
    public static JObject With(this JObject document, string path, JToken value)
    {
        var at = path.LastIndexOf('.');
        document.SelectToken(path[..at])![path[(at + 1)..]] = value;
        return document;
    }
}
