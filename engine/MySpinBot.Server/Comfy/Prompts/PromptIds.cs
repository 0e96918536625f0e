namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>Ids of prompts: UUIDs in the one spelling that ComfyUI takes, since clients compare them as texts.</summary>
internal static class PromptIds
{
    /// <summary>The error's type for any other.</summary>
    public const string Invalid = "invalid_prompt_id";

    /// <summary>The job that a prompt is.</summary>
    public static bool TryParse(string text, out Guid id)
        => Guid.TryParseExact(text, "D", out id) && !text.AsSpan().ContainsAnyInRange('A', 'Z') && text.Length == 36;

    /// <summary>How clients know a job.</summary>
    public static string Of(Guid job) => job.ToString("D");
}
