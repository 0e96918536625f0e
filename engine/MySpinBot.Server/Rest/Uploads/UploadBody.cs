using Microsoft.AspNetCore.Http;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Uploading;

namespace MySpinBot.Server.Rest.Uploads;

/// <summary>What is said of an upload in JSON.</summary>
internal static class UploadBody
{
    private const long MostBytes = 16 << 10;
    private const string Digits = "64 hexadecimal digits";

    private static readonly Dictionary<string, NameTaken> Taken = new() { ["number"] = NameTaken.Number, ["replace"] = NameTaken.Replace, ["refuse"] = NameTaken.Refuse };

    /// <summary>Reads it.</summary>
    /// <exception cref="ServerRefusal">It will not do; all that is wrong is said at once.</exception>
    public static async Task<UploadWish> ReadAsync(HttpContext context)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostBytes));
        var name = fields.Text("name", 255);
        var length = fields.Amount("bytes", 0, long.MaxValue);
        var subfolder = fields.Text("subfolder", 1000);
        var (sha256, content) = (Id(fields, "sha256"), Id(fields, "content_id"));
        var taken = NameTaken.Number;
        if (fields.Text("on_conflict", 20) is { } word && !Taken.TryGetValue(word, out taken))
        {
            fields.Wrong("/on_conflict", fields.Value("on_conflict")!.Value, "number, replace or refuse", taken);
        }

        Demand(fields, "name", "the file's name", name is null);
        Demand(fields, "bytes", "how many bytes the file has", length is null);
        fields.Check();
        return new UploadWish(UploadForm.PlainName(name!), UploadWish.PlainSubfolder(subfolder), taken, length!.Value, sha256?.ToString(), content);
    }

    private static ContentId? Id(BodyFields fields, string name)
        => fields.Text(name, 64) is not { } text ? null
            : ContentId.TryParse(text, out var id) ? id
            : fields.Wrong<ContentId?>($"/{name}", fields.Value(name)!.Value, Digits, null);

    private static void Demand(BodyFields fields, string name, string what, bool isMissing)
    {
        if (isMissing && !fields.Faults.Exists(fault => fault.Field == $"/{name}"))
        {
            fields.Faults.Add(new Answers.Fault("missing_field", $"Field '/{name}' is missing; it says {what}.") { Field = $"/{name}", Expected = what });
        }
    }
}
