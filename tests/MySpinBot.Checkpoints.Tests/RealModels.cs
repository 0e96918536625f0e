namespace MySpinBot.Checkpoints.Tests;

/// <summary>Real weights: the folder that MYSPINBOT_MODELS names. Without it a test is skipped, in CI it fails.</summary>
internal static class RealModels
{
    public static string Path(string kind, string name)
    {
        var path = System.IO.Path.Join(Environment.GetEnvironmentVariable("MYSPINBOT_MODELS"), kind, name);
        if (File.Exists(path))
        {
            return path;
        }

        var message = $"The test model '{kind}/{name}' is missing: name its folder in MYSPINBOT_MODELS.";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
        throw new InvalidOperationException(message);
    }
}
