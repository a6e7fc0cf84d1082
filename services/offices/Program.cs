using Samstyring.Offices.Import;
var (facts, faults) = new RegisterFiles(args[0]).Read();
Console.WriteLine($"{facts?.Links.Count} {facts?.Offices.Count} {facts?.WithoutOffice.Count}");
foreach (var f in faults.Take(20)) Console.WriteLine(f);
