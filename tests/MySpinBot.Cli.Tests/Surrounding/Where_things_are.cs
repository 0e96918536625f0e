using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Surrounding;

public sealed class Where_things_are
{
    [Theory]
    [InlineData("MYSPINBOT_CACHE=/a;XDG_CACHE_HOME=/b;HOME=/c", "/a")]
    [InlineData("XDG_CACHE_HOME=/b;HOME=/c", "/b/myspinbot")]
    [InlineData("XDG_CACHE_HOME=;HOME=/c", "/c/.cache/myspinbot")]
    public void The_cache_follows_the_variables(string variables, string folder) => Places(variables).Cache.ShouldBe(folder);

    [Theory]
    [InlineData("MYSPINBOT_PLUGINS=/a/p.json;MYSPINBOT_HOME=/b", "/a/p.json")]
    [InlineData("MYSPINBOT_HOME=/b", "/b/plugins.json")]
    public void So_does_the_list_of_plugins(string variables, string file) => Places(variables).Plugins.ShouldBe(file);

    [Theory]
    [InlineData("MYSPINBOT_MODELS=/a", "/a")]
    [InlineData("MYSPINBOT_MODELS=", "/d/models")]
    public void So_does_the_folder_of_models(string variables, string folder) => Places(variables).Models("/d").ShouldBe(folder);

    private static Places Places(string variables)
    {
        var values = variables.Split(';').Select(each => each.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return new Places(values.GetValueOrDefault);
    }
}
